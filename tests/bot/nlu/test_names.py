"""Programmes and organisations, as people shorten, confuse and misspell their names."""

import pytest

from bot.nlu.reading import shared_reader


def records(text: str) -> list[object]:
    return [one.value for one in shared_reader().read(text) if one.entity in {"programme", "organisation"}]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Is Innovate UK worth ringing?", "innovate-uk-business-growth"),
        ("we met WMG in spring", "wmg-sme-group"),
        ("somebody at MD-TEC", "md-tec"),
        ("growth guarantee or nothing", "growth-guarantee-scheme"),
        ("women in innovation", "women-in-innovation-awards"),
        ("is the Shell Store full", "shell-store-hereford"),
        ("cw growth hub never rang", "coventry-warwickshire-growth-hub"),
        ("the levy transfer thing", "apprenticeship-levy-transfer"),
        ("lloyds sent us away", "lloyds-banking-group-business-support"),
        ("ads membership", "ads-group"),
        ("the nfu", "nfu-innovation-signposting"),
        ("a KTP with Aston", "aston-centre-for-growth"),
        ("Bus. Growth Warks said no", "business-growth-warwickshire"),
        ("the Herefs R&D Grant", "herefordshire-research-development-grant"),
        ("Create Growth Prog", "create-growth-programme-west-midlands"),
        ("a women in innovation award", "women-in-innovation-awards"),
        ("MEIF equity", "meif-ii-equity"),
        ("black country chambre of commerce", "black-country-chamber-of-commerce"),
    ],
)
def test_a_name_is_known_in_the_form_that_people_use(text: str, record: str) -> None:
    assert record in records(text)


@pytest.mark.parametrize(
    "text",
    [
        "a Black Country chainmaker",
        "the ads in the paper cost too much",
        "we adopt what works",
        "a frontier of science",
        "my mother gets PIP payments",
        "art and craft",
        "a partnership with Tipton",
        "we owe HMRC",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert records(text) == []


def test_a_name_of_several_records_is_all_of_them() -> None:
    assert records("the APC") == [["drive35-innovation-fund", "drive35-scale-up-fund", "drive35-mobilise"]]
