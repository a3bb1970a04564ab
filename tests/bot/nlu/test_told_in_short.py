"""Facts as advisers note them and owners type them: in short, and beside what is not the firm's."""

from datetime import date

import pytest

from bot.nlu.reading import Reader

READER = Reader(lambda: date(2026, 11, 24))


def told(entity: str, text: str) -> list[object]:
    return [one.value for one in READER.read(text) if one.entity == entity]


def denied(entity: str, text: str) -> list[object]:
    return [one.value for one in READER.read(text) if one.entity == entity and one.negated]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Prec eng, WV10, est 09, 22 ppl", 204),
        ("craft gin, Ludlow, 6 ppl, yr 4", 42),
        ("saddlers, Walsall, est 1890s", {"min": 1524, "max": 1632}),
        ("registered as a CIC in 2019", 84),
        ("weve done alright for 40 year", 480),
        ("2 yr ago started me own upholstery shop", 24),
    ],
)
def test_an_age_is_heard_in_short(text: str, months: object) -> None:
    assert told("trading_age", text) == [months]


@pytest.mark.parametrize(
    "text", ["est 20 staff", "est 40k turnover", "since 2024 our customers have gone elsewhere"]
)
def test_a_guess_and_what_others_began_are_no_age(text: str) -> None:
    assert told("trading_age", text) == []


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("CIC, Handsworth, 7 paid 20 vols", 7),
        ("pet accessories, Atherstone, just her.", 1),
        ("hydrogen burners, pre-rev, 4 PhDs.", 4),
        ("1 person + p/t helper", 2),
        ("half a dozen on days half a dozen on nights", 12),
        ("one man joinery gone cnc", 1),
        ("locksmiths in willenhall, 4 of us left", 4),
        ("a start-up of three in Coventry", 3),
        ("a team of between 15 and 20 in Warwick", {"min": 15, "max": 20}),
        ("a yard in Ludlow with four masons", 4),
        ("15 kids on the books", 15),
    ],
)
def test_a_head_count_is_heard_in_short(text: str, heads: object) -> None:
    assert told("employees", text) == [heads]


@pytest.mark.parametrize(
    ("text", "heads"), [("Heat treater, Kitts Green, 24.", 24), ("press shop darlaston 30ish", 30)]
)
def test_a_figure_alone_is_a_head_count_beside_another_fact(text: str, heads: int) -> None:
    assert told("employees", text) == [heads]


@pytest.mark.parametrize("text", ["Sole trader, 68, Dudley", "I counted, 24."])
def test_an_age_of_a_person_or_a_figure_of_nothing_is_no_head_count(text: str) -> None:
    assert told("employees", text) == []


@pytest.mark.parametrize("text", ["review the drawing b4 tooling", "never had a business b4", "toys to EN71"])
def test_before_and_a_standard_are_no_postcodes(text: str) -> None:
    assert told("postcode", text) == []


def test_b4_is_a_postcode_where_it_stands_as_one() -> None:
    assert told("postcode", "client in b4, 3 staff") == ["B4"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Fastener distributor, Darlaston. £6m t/o", "walsall"),
        ("we are here in Walsall", "walsall"),
        ("need a bit more storage, worcester", "worcester"),
    ],
)
def test_the_place_of_the_firm_is_heard_beside_words_for_others(text: str, place: str) -> None:
    assert told("place", text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "angels in London say too early",
        "it goes to a contract packer in Wrexham",
        "graduates leave us for London",
    ],
)
def test_where_money_or_work_or_staff_go_is_no_place_of_the_firm(text: str) -> None:
    assert told("place", text) == []


def test_the_place_that_a_firm_has_left_is_denied() -> None:
    assert denied("place", "we relocated our escape-room business from Derby to Burton") == ["outside"]


@pytest.mark.parametrize("text", ["spin out of Aston Uni", "our ERP is out of date"])
def test_out_of_denies_nothing_by_itself(text: str) -> None:
    assert not [one for one in READER.read(text) if one.negated]


@pytest.mark.parametrize("text", ["HMRC winding-up petition served", "HMRC chasing the VAT"])
def test_the_taxman_who_presses_is_no_provider(text: str) -> None:
    assert told("organisation", text) == []


@pytest.mark.parametrize("text", ["tested to a million cycles", "they want a thousand units first"])
def test_what_is_counted_is_no_money(text: str) -> None:
    assert told("amount", text) == []


def test_what_comes_in_each_year_is_turnover() -> None:
    assert told("turnover", "bout 300 grand a year comes in") == [300_000]


@pytest.mark.parametrize(
    "text", ["we commissioned a freelancer", "40 drivers self employed", "does it av to be ltd"]
)
def test_the_legal_form_of_others_or_a_demanded_one_is_none(text: str) -> None:
    assert told("legal_form", text) == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("got this idea for a gadget", "pre_start"),
        ("need 5 grand to start up a nail bar", "pre_start"),
        ("what help is there for a new cafe", "start_up"),
        ("Growing 20% pa", "growing"),
        ("weve took on a bigger unit", "growing"),
        ("Estab. firm, no debt", "established"),
    ],
)
def test_a_stage_is_heard_in_short(text: str, stage: str) -> None:
    assert told("stage", text) == [stage]


@pytest.mark.parametrize("text", ["38 not 83 as on CRM", "CRM: spring maker"])
def test_the_advisers_own_records_are_no_technology_of_the_firm(text: str) -> None:
    assert told("technology", text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("2 CNCs", "cnc"), ("a composite panel", "composites"), ("air source heat pump", "heat pumps")],
)
def test_a_technology_is_known_in_the_plural_and_as_a_thing(text: str, name: str) -> None:
    assert told("technology", text) == [name]


@pytest.mark.parametrize(
    "text", ["the car makers want less weight", "what's on for food makers", "know any makers"]
)
def test_makers_at_large_are_no_trade_of_the_firm(text: str) -> None:
    assert told("sector", text) == []
