"""What depends on a field is told once for each of its values, and comes out as if told for each record."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.alike import each, telling
from knowledge.cataloguing import selected
from knowledge.places import may_serve, serves
from knowledge.vocabulary import vocabulary
from tests.knowledge.factories import make_programme

PLACES = [*sorted(vocabulary().places), "outside"]
AREAS = st.lists(st.frozensets(st.sampled_from(sorted(vocabulary().places)), max_size=4), max_size=12)
BARRIERS = st.lists(st.frozensets(st.sampled_from(sorted(vocabulary().barriers))), max_size=8)


def offered(**fields):
    ((name, values),) = fields.items()
    return selected(make_programme(f"p-{n}", **{name: value}) for n, value in enumerate(values))


@given(AREAS, st.lists(st.sampled_from(PLACES), max_size=3))
def test_whether_places_are_served_depends_on_the_telling_labels_only(areas, places):
    selection = offered(places=areas)

    def told(tell):
        return selection.spread(selection.column("places").flags(tell, telling(places)), "places").tolist()

    assert told(lambda one: may_serve(one.places, places)) == [may_serve(one, places) for one in areas]
    for place in places:
        assert told(lambda one, place=place: serves(one.places, place) is None) == [
            serves(one, place) is None for one in areas
        ]


@given(BARRIERS)
def test_more_labels_than_a_number_holds_are_told_apart(sets):
    alike = each(vocabulary().barriers) * 4
    column = offered(barriers=sets).column("barriers")

    assert len(column.groups(alike).examples) == len(set(sets))


@given(BARRIERS)
def test_labels_are_counted_as_often_as_records_have_them(sets):
    all_of_them = [label for one in sets for label in one]

    assert offered(barriers=sets).counted("barriers") == {
        label: all_of_them.count(label) for label in set(all_of_them)
    }


@given(BARRIERS)
def test_only_values_that_one_of_the_records_has_are_looked_at(sets):
    chosen, seen = offered(barriers=sets)[::2], []

    def tell(one):
        seen.append(one.barriers)
        return len(one.barriers)

    assert chosen.told("barriers", tell).tolist() == [len(one) for one in sets[::2]]
    assert sorted(seen, key=sorted) == sorted(set(sets[::2]), key=sorted)


def test_fields_together_have_a_value_for_each_pair_that_occurs():
    selection = offered(last_known=["2026-01", "2026-02", "2026-01"])
    column = selection.column("last_known", "status")
    told = column.numbers(lambda one: int(one.last_known[-1]))

    assert len(column.distinct) == 2
    assert selection.spread(told, "last_known", "status").tolist() == [1, 2, 1]
