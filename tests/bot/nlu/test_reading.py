"""Places, postcodes, sectors, technologies and names in whole messages."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.everyday import everyday_words
from bot.nlu.gazetteer import gazetteer
from bot.nlu.reading import Reader
from bot.nlu.technologies import technologies
from bot.nlu.trades import trades
from knowledge.vocabulary import vocabulary

NORTH = ["stoke_on_trent", "newcastle_under_lyme", "staffordshire_moorlands"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(lambda: date(2026, 11, 24))


def found(reader: Reader, text: str, entity: str) -> list[object]:
    return [one.value for one in reader.read(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("im in brum", ["birmingham"]),
        ("B’ham based", ["birmingham"]),
        ("a foundry in Tipton", ["sandwell"]),
        ("wolvo", ["wolverhampton"]),
        ("we're just outside Hinckley", ["outside"]),
        ("the potteries", ["stoke_on_trent"]),
        ("Black Country", [["dudley", "sandwell", "walsall", "wolverhampton"]]),
        ("im in stoke well hanley", ["stoke_on_trent", "stoke_on_trent"]),
        ("Textiles, Leek, 19", ["staffordshire_moorlands"]),
        ("our office in stafford", ["stafford"]),
        ("wolverhamton", ["wolverhampton"]),
        ("a shop in birmingam", ["birmingham"]),
        ("leek and potato soup", []),
        ("set in stone", []),
        ("we sponsor the rugby club", []),
        ("a degree from the University of Warwick", []),
        ("reading the forms takes all week", []),
        ("Worcester sauce", []),
        ("I stafford the shop", []),
        ("wolves", ["wolverhampton"]),
        ("im in wolves", ["wolverhampton"]),
        ("wolves lost on saturday", []),
        ("a garage near dudly", ["dudley"]),
        ("from telfrod", ["telford_and_wrekin"]),
        ("dudly", []),
        ("Newcastle", [["newcastle_under_lyme", "outside"]]),
        ("Newcastle in the Potteries", ["newcastle_under_lyme", "stoke_on_trent"]),
        ("Newcastle, on the Tyne", ["outside"]),
        ("newcastle under lyme", ["newcastle_under_lyme"]),
        ("Client in Lichfield, logistics", ["lichfield"]),
        ("Client = shredder builder, Bilston.", ["wolverhampton"]),
        ("our biggest client is in Dudley", []),
        ("me mate reckons you help people, got a nail bar in Codsall", ["south_staffordshire"]),
    ],
)
def test_places(reader: Reader, text: str, places: list[object]) -> None:
    assert found(reader, text, "place") == places


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Redditch, not Rugby", "Rugby"),
        ("we're not in Rugby", "Rugby"),
        ("moved from Derby to Tamworth", "Derby"),
        ("no longer in Dudley", "Dudley"),
        ("forget Dudley, we are in Walsall", "Dudley"),
        ("never mind coventry", "coventry"),
        ("Dudley? no - Sandwell", "Dudley"),
        ("site moved Tividale > Penkridge", "Tividale"),
        ("we aren't in Dudley any more", "Dudley"),
    ],
)
def test_a_place_denied_is_marked(reader: Reader, text: str, wrong: str) -> None:
    places = [one for one in reader.read(text) if one.entity == "place"]

    assert [text[one.start : one.end] for one in places if one.negated] == [wrong]


def test_not_only_denies_nothing(reader: Reader) -> None:
    assert [one.negated for one in reader.read("not just in Rugby")] == [False]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("b69 4rj", ["B69 4RJ"]),
        ("B694RJ", ["B69 4RJ"]),
        ("we are WV10", ["WV10"]),
        ("dy5", ["DY5"]),
        ("in LS1", ["LS1"]),
        ("stuck on the M6 again", []),
        ("M6 closed", []),
        ("postcode M6", ["M6"]),
        ("our CO2 emissions", []),
        ("ZZ9 9ZZ", []),
        ("B2B software", []),
        ("in Room B12 again", []),
        ("hall 4, stand B38", []),
        ("a unit WV10 way", ["WV10"]),
        ("Est. FY21", []),
        ("HR2 6 - 18 FTE", ["HR2"]),
        ("a level L3 apprentice", []),
    ],
)
def test_postcodes(reader: Reader, text: str, codes: list[object]) -> None:
    assert found(reader, text, "postcode") == codes


def test_the_figures_of_a_postcode_are_no_number_of_people(reader: Reader) -> None:
    assert found(reader, "cyber, HR2 6 - 18 FTE", "employees") == [18]


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("we're a precision engineering firm", ["manufacturing"]),
        ("22 ppl, prec eng, WV10", ["manufacturing"]),
        ("hospitality", ["retail_and_hospitality"]),
        ("We make pressings for the automotive trade.", ["manufacturing"]),
        ("we supply the aerospace industry", []),
        ("AI for logistics", []),
        ("nail salon in bearwood", ["retail_and_hospitality"]),
        ("grant for a cnc pls, small machine shop", ["manufacturing"]),
        ("my accountant says no", []),
        ("two hires, one part-time bookkeeper", []),
        ("precision eng", ["manufacturing"]),
        ("children's nursery", ["education"]),
        ("plumbing", ["construction"]),
        ("we run a pub", ["retail_and_hospitality"]),
        ("dog grooming", ["retail_and_hospitality"]),
        ("cannot find welders", []),
        ("we are short of good joiners", []),
        ("welders in tipton", ["manufacturing"]),
        ("we make brackets", ["manufacturing"]),
        ("we make apps", ["digital_and_technology"]),
        ("we make pork pies", ["food_and_drink"]),
    ],
)
def test_the_firms_own_sector(reader: Reader, text: str, sectors: list[object]) -> None:
    assert found(reader, text, "sector") == sectors


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is the KTP still open", ["knowledge-transfer-partnership"]),
        ("what about H2G", ["help-to-grow-management"]),
        ("Help to Grow: Management", ["help-to-grow-management"]),
        ("made smarter", ["made-smarter-west-midlands"]),
        ("tell me about made smater", ["made-smarter-west-midlands"]),
        ("meif", [["meif-ii-smaller-loans", "meif-ii-debt-finance", "meif-ii-equity"]]),
        ("modern art on the walls", []),
        ("made smart choices this year", []),
        ("we grow vegetables", []),
    ],
)
def test_programmes(reader: Reader, text: str, ids: list[object]) -> None:
    assert found(reader, text, "programme") == ids


@pytest.mark.parametrize(
    "text", ["forget made smarter", "drop the KTP", "scrap the KTP", "instead of made smarter", "drop ktp"]
)
def test_a_programme_put_aside_is_marked(reader: Reader, text: str) -> None:
    assert [one.negated for one in reader.read(text) if one.entity == "programme"] == [True]


def test_a_drop_in_trade_denies_nothing(reader: Reader) -> None:
    assert [one.negated for one in reader.read("a drop in manufacturing")] == [False]


@pytest.mark.parametrize("word", sorted(everyday_words("not_places")))
def test_an_everyday_word_after_in_is_no_misspelt_place(reader: Reader, word: str) -> None:
    assert found(reader, f"in {word}", "place") == []


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("we need £50000-100000 for a lathe", "amount", {"min": 50_000, "max": 100_000}),
        ("turnover of £300000 last year", "turnover", 300_000),
        ("turnover £1000000 2023 1200000 2024", "turnover", 1_000_000),
    ],
)
def test_a_round_sum_is_no_phone_number(reader: Reader, text: str, entity: str, value: object) -> None:
    assert value in found(reader, text, entity)


def test_a_phone_number_is_no_sum_of_money(reader: Reader) -> None:
    assert found(reader, "client wants ring back re loan, 07700 900 212", "amount") == []


def test_an_organisation_is_the_records_it_provides(reader: Reader) -> None:
    assert found(reader, "who at Make UK", "organisation") or found(reader, "who at Make UK", "programme")
    assert "start-up-loans" in found(reader, "the British Business Bank", "organisation")[0]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("sole trader", "legal_form", "sole_trader"),
        ("a community interest company", "legal_form", "cic"),
        ("Ltd, inc 2014", "legal_form", "limited_company"),
        ("partnership me n our kid", "legal_form", "partnership"),
        ("not trading yet", "stage", "pre_start"),
        ("pre-rev spin-out", "stage", "pre_start"),
        ("a scale-up in Leamington", "stage", "growing"),
        ("thinking about a robot arm", "technology", "robotics"),
        ("chatgpt", "technology", "ai"),
    ],
)
def test_plain_facts(reader: Reader, text: str, entity: str, value: str) -> None:
    assert value in found(reader, text, entity)


def test_every_meaning_in_the_word_lists_is_in_the_vocabulary() -> None:
    known = vocabulary()

    assert set(gazetteer().meanings.values()) <= {*known.places, *known.place_groups}
    assert set(known.places) <= set(gazetteer().meanings.values())
    assert set(trades().values()) <= set(known.sectors)
    assert all(name == name.lower() for name in technologies().values())


def test_ordinary_words_are_not_misspelt_places(reader: Reader) -> None:
    text = (
        "the customer expected shipping before delivery because production stopped without warning yesterday"
    )

    assert reader.read(text) == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_the_reader_and_every_part_lies_in_the_text(reader: Reader, text: str) -> None:
    for one in reader.read(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.pack(text)["text"] == text[one.start : one.end]
