"""Where the firm is: its places, and not those of others."""

import pytest

from bot.nlu.everyday import everyday_words
from bot.nlu.gazetteer import gazetteer, is_county_of
from bot.nlu.misspelt_places import nearly
from bot.nlu.reading import shared_reader


def found(text: str) -> list[object]:
    return [one.value for one in shared_reader().read(text) if one.entity == "place"]


@pytest.mark.parametrize(
    "text",
    [
        "our largest client sits in Preston",
        "we have customers in Dudley and Walsall",
        "they are based in Leeds",
        "my accountant is in Tamworth",
        "I grew up in Redditch",
        "Mr Stafford rang",
        "ask for Dudley at the desk",
        "the Walsall contract",
        "bought from a firm in Telford",
        "half the lads live in Cannock",
        "we saw it at the show in Birmingham",
        "a London-born founder",
        "West Brom fans",
        "Royal Stoke",
        "we deliver to Cheshire",
        "the East Midlands people say no",
    ],
)
def test_where_somebody_else_is_is_no_place_of_the_firm(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("customers are in Leeds but we're in Walsall", "walsall"),
        ("the client is in Paris; our forge is in Cradley", "dudley"),
        ("we moved here from the bank, we do castings in Tettenhall", "wolverhampton"),
    ],
)
def test_where_the_firm_is_counts_though_others_are_elsewhere(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sole trader tiler hockley", "birmingham"),
        ("hairdresser worcester 3 staff", "worcester"),
        ("cnc shop, Broadway WR12", "wychavon"),
        ("plumber stoke 4 lads", "stoke_on_trent"),
    ],
)
def test_an_everyday_word_beside_a_fact_is_a_place(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize(
    "text", ["wolves won again", "the stone wall", "shirley temple", "a bath and a sandwich"]
)
def test_an_everyday_word_alone_is_no_place(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Stone, Staffs", "stafford"),
        ("Newport, Shropshire", "telford_and_wrekin"),
        ("Redditch, Worcs", "redditch"),
        ("Solihull, West Midlands", "solihull"),
    ],
)
def test_a_town_with_its_county_is_one_place(text: str, place: str) -> None:
    assert found(text) == [place]


def test_a_town_is_not_in_another_county() -> None:
    assert not is_county_of("shropshire", "redditch")
    assert found("Redditch, Shropshire") == ["redditch", "shropshire"]


@pytest.mark.parametrize(
    ("written", "name"),
    [("walsal", "walsall"), ("cannok", "cannock"), ("codsal", "codsall"), ("kiderminster", "kidderminster"),
     ("west bromwhich", "west bromwich"), ("sutton coldfeild", "sutton coldfield")],
)  # fmt: skip
def test_one_slip_does_not_hide_a_town(written: str, name: str) -> None:
    best = nearly(written, is_led=False)

    assert best is not None
    assert best[0] == name


@pytest.mark.parametrize(
    "word", ["dudly", "bristle", "whichever", "warehouse", "wolves", "barley", "workshop"]
)
def test_what_may_be_a_word_of_its_own_is_no_town(word: str) -> None:
    assert nearly(word, is_led=False) is None


def test_a_far_town_is_guessed_only_where_a_place_is_told() -> None:
    assert found("the Bridgeport is worn") == []
    assert found("a depot in Manchestor") == ["outside"]


def test_the_same_name_is_not_in_two_places() -> None:
    assert all(word not in everyday_words("not_places") for word in gazetteer().words())


@pytest.mark.parametrize(
    ("text", "place"),
    [("Ansty", "rugby"), ("near Tern Hill", "shropshire"), ("based in Areley Kings", "wyre_forest"),
     ("WMCA area", "west_midlands_combined_authority"), ("henley on thames", "outside"),
     ("Henley-in-Arden", "stratford_on_avon"),
     ("chadsmoor", "cannock_chase"), ("Wightwick", "wolverhampton")],
)  # fmt: skip
def test_villages_and_suburbs_lie_in_their_district(text: str, place: str) -> None:
    assert found(text) == [place]
