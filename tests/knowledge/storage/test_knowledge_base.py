import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from knowledge.loading import Facts, apply
from knowledge.places import areas_around
from knowledge.records import Status
from knowledge.storage.database import Database
from knowledge.storage.hubs import HubNotFound
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.programmes import ProgrammeNotFound
from knowledge.storage.schema import metadata
from knowledge.vocabulary import vocabulary
from tests.knowledge.factories import make_programme


@pytest.fixture
def knowledge(loaded):
    with loaded.reading() as session:
        yield KnowledgeBase(session)


def test_every_record_comes_back_as_it_was_loaded(knowledge, facts):
    for kind, records in vars(facts).items():
        assert tuple(getattr(knowledge, kind).all()) == records


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_number_of_queries_does_not_grow_with_the_records(database, queries, how_many):
    with database.open() as session:
        apply(
            session, Facts(programmes=tuple(make_programme(f"p-{n}-of-{how_many}") for n in range(how_many)))
        )
    queries.clear()

    with database.reading() as session:
        knowledge = KnowledgeBase(session)
        assert len(knowledge.programmes.serving(["coventry"])) == how_many
        knowledge.programmes.several(["p-0"])
        knowledge.hubs.all()

    assert len([statement for statement in queries if statement.startswith("SELECT")]) == 3


def test_a_second_reader_of_the_same_release_asks_only_which_it_is(loaded, queries):
    with loaded.reading() as session:
        KnowledgeBase(session).programmes.all()
    queries.clear()

    with loaded.reading() as session:
        KnowledgeBase(session).programmes.all()

    assert len([statement for statement in queries if statement.startswith("SELECT")]) == 1


def test_a_programme_that_nobody_recorded_is_not_found(knowledge):
    with pytest.raises(ProgrammeNotFound, match="no-such-thing"):
        knowledge.programmes.get("no-such-thing")


def test_several_programmes_come_in_the_order_asked_for(knowledge):
    found = knowledge.programmes.several(["seis", "no-such-thing", "bridgeai"])

    assert [one.id for one in found] == ["seis", "bridgeai"]


def test_only_what_is_open_to_the_place_serves_it(knowledge):
    found = {one.id: one for one in knowledge.programmes.serving(["dudley"])}

    assert "made-smarter-west-midlands" in found
    assert "worcestershire-growth-hub" not in found
    assert all(one.status is not Status.CLOSED for one in found.values())
    assert len(knowledge.programmes.serving(None)) > len(found)


def test_what_serves_any_of_the_places_may_serve_the_firm(knowledge):
    both = {one.id for one in knowledge.programmes.serving(["dudley", "worcester"])}

    assert {"worcestershire-growth-hub", "business-growth-west-midlands"} <= both


@pytest.mark.parametrize("place", sorted(vocabulary().places))
def test_every_place_leads_to_exactly_one_front_door(knowledge, place):
    hub = knowledge.hubs.serving([place])
    nearest = next(
        area for area in areas_around(place) if any(area in h.places for h in knowledge.hubs.all())
    )

    assert [h for h in knowledge.hubs.all() if nearest in h.places] == [hub]
    assert hub.contact.url


@pytest.mark.parametrize(
    ("places", "hub"),
    [
        (["dudley"], "business-growth-west-midlands"),
        (["rugby"], "coventry-warwickshire-growth-hub"),
        (["tamworth"], "stoke-staffordshire-growth-hub"),
        (["herefordshire"], "herefordshire-chamber"),
        (["outside"], "business-growth-service"),
        ([], "business-growth-service"),
    ],
)
def test_the_narrowest_area_decides_who_answers(knowledge, places, hub):
    assert knowledge.hubs.serving(places).id == hub


def test_where_no_growth_hub_is_known_to_be_open_the_front_door_says_so(knowledge):
    for place in ("herefordshire", "shropshire", "telford_and_wrekin"):
        assert "We do not know of an open Growth Hub" in knowledge.hubs.serving([place]).note


def test_an_empty_database_has_no_front_door(database):
    with database.reading() as session, pytest.raises(HubNotFound):
        KnowledgeBase(session).hubs.serving(["dudley"])


def test_events_for_other_places_or_sectors_are_left_out(knowledge):
    found = knowledge.events.fitting(["worcester"], ["construction"], ["networks"])

    assert found
    for event in found:
        assert not event.sectors or "construction" in event.sectors
        assert not event.places or not event.places.isdisjoint(areas_around("worcester"))


def test_the_case_most_like_the_firm_comes_first(knowledge):
    first = knowledge.case_studies.like(["sandwell"], ["manufacturing"], ["finance"])[0]

    assert "manufacturing" in first.sectors
    assert "finance" in first.barriers


def test_the_tables_are_those_that_the_migrations_make():
    database = Database("sqlite://")
    database.migrate()

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
