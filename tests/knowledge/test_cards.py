import pytest

from knowledge.cards import card_for
from knowledge.firms import Firm
from knowledge.matching import Need, match_of
from knowledge.money import money
from knowledge.records import Contact, Funding, Source, Status
from knowledge.roadmaps import Ways, roadmap
from tests.knowledge.factories import TODAY, make_programme


def line(card, label):
    return [text for name, text in card.lines if name == label]


def test_a_match_is_shown_with_its_reasons_and_what_to_check():
    programme = make_programme(last_known="2024-02", places={"dudley"})
    match = match_of(programme, Firm(places=("dudley",)), Need(frozenset({"grant"})), TODAY)

    card = card_for(match, TODAY)

    assert line(card, "Why it fits") == [
        "It offers what you asked for: a grant.",
        "It serves firms in Dudley.",
    ]
    assert line(card, "Last known to run") == ["February 2024 (check first that it still runs)"]


def test_how_a_provider_is_reached_stands_on_the_card_where_it_is_known():
    card = card_for(make_programme(contact=Contact(None, "help@example.org", "01632 960003")), TODAY)

    assert line(card, "Phone") == ["01632 960003"]
    assert line(card, "E-mail") == ["help@example.org"]
    assert line(card_for(make_programme(contact=Contact("https://example.org")), TODAY), "Phone") == []


@pytest.mark.parametrize(("kind", "badge"), [("university", "Public support"), ("bank", "Private support")])
def test_public_and_private_support_are_labelled(kind, badge):
    assert card_for(make_programme(provider_kind=kind), TODAY).badge == badge


def test_a_closed_programme_says_that_it_closed():
    assert line(card_for(make_programme(status=Status.CLOSED), TODAY), "Last known to run") == [
        "It has closed."
    ]


@pytest.mark.parametrize(
    ("funding", "words"),
    [
        (Funding(None, 20_000, 50, False), "up to £20,000, covers up to 50% of the cost"),
        (Funding(100_000, 5_000_000, None, True), "£100,000 to £5 million, to be paid back"),
        (Funding(1_000), "from £1,000"),
        (Funding(), "the amount is not in our record"),
    ],
)
def test_money_is_what_the_record_says_and_no_more(funding, words):
    assert money(funding) == words


def test_every_record_has_a_card_with_a_link_of_its_own(facts):
    for programme in facts.programmes:
        card = card_for(programme, TODAY)
        assert (card.id, card.kind, card.version) == (programme.id, "programme", programme.version)
        assert card.url == programme.contact.url
    for event in facts.events:
        assert card_for(event, TODAY).url == event.url
    for case in facts.case_studies:
        assert card_for(case, TODAY).url in [source.url for source in case.sources]
    for reached in (*facts.hubs, *facts.urgent_help):
        assert card_for(reached, TODAY).url == reached.contact.url


def test_a_card_is_complete_text(facts):
    plan = roadmap(Ways(facts.steps, facts.journeys), facts.programmes, Firm(), Need(), TODAY)

    for shown in (*facts.programmes, *facts.events, *facts.case_studies, *facts.hubs, *plan.steps):
        card = card_for(shown, TODAY)
        assert card.title
        assert all(label and text and "{" not in label + text for label, text in card.lines), card.id


def test_only_what_we_know_has_a_card():
    with pytest.raises(TypeError):
        card_for("a string", TODAY)


@pytest.mark.parametrize(
    ("page", "warned"), [("https://paper.example/news", True), ("https://own.example", False)]
)
def test_a_link_to_a_page_that_only_tells_of_it_says_so(page, warned):
    programme = make_programme(
        contact=Contact(url=page), sources=(Source("https://paper.example/news", "that it began"),)
    )

    assert bool(line(card_for(programme, TODAY), "Link")) is warned
