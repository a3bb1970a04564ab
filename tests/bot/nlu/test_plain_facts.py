"""Legal forms and stages, in people's own words."""

import pytest

from bot.nlu.plain_facts import legal_forms, stages


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("self emp since march", "sole_trader"),
        ("S/T, Lye", "sole_trader"),
        ("a partnership of three", "partnership"),
        ("pship, Uttoxeter", "partnership"),
        ("40 carers, limited.", "limited_company"),
        ("ltd by guarantee", "limited_company"),
        ("an unincorporated charity", "charity"),
    ],
)
def test_a_legal_form_in_short(text: str, form: str) -> None:
    assert [one.value for one in legal_forms(text)] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "in partnership with Aston",
        "knowledge transfer partnership",
        "a charity shop",
        "limited stock",
        "do I have to be a limited company",
        "thinking of becoming a limited company",
        "our clients are all charities",
        "the trust where I help out is a charity",
    ],
)
def test_what_is_no_legal_form(text: str) -> None:
    assert legal_forms(text) == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("nothing registered yet", "pre_start"),
        ("not tradin yet", "pre_start"),
        ("still pre-seed", "pre_start"),
        ("no paying customers yet", "pre_start"),
        ("six weeks from opening", "pre_start"),
        ("spun out in June", "pre_start"),
        ("we've never traded", "pre_start"),
        ("startin up nxt month", "pre_start"),
        ("starting up in the spring", "pre_start"),
        ("Growing co, castings", "growing"),
        ("scalin up fast", "growing"),
        ("Growing, 11 ppl", "growing"),
        ("orders have doubled", "growing"),
        ("Established caterer, Lye", "established"),
        ("a mature business", "established"),
    ],
)
def test_a_stage_as_it_is_told(text: str, stage: str) -> None:
    assert [one.value for one in stages(text)] == [stage]


@pytest.mark.parametrize(
    "text",
    [
        "no sales training for the team",
        "planning to open a second shop",
        "before I start on the form",
        "the start-up I left",
        "est 1955",
        "growing vegetables",
    ],
)
def test_what_tells_no_stage(text: str) -> None:
    assert stages(text) == []


@pytest.mark.parametrize(
    "text", ["we've never been a charity", "cl. has stopped being a charity", "we're not a charity"]
)
def test_a_form_that_it_is_not_is_marked(text: str) -> None:
    assert [one.negated for one in legal_forms(text)] == [True]
