"""Technologies, by the names that people use."""

import pytest

from bot.nlu.reading import shared_reader


def found(text: str) -> list[tuple[object, bool]]:
    return [(one.value, one.negated) for one in shared_reader().read(text) if one.entity == "technology"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("we want two welding robots and a robotic arm", "robotics"),
        ("can artificial intelligence sort our post", "ai"),
        ("is there money for a LIDAR survey", "lidar"),
        ("nfc? no, RFID tags on the cages", "rfid"),
        ("an AR headset for the fitters", "ar"),
        ("solar panels on the mill", "solar"),
        ("an AD plant for the slurry", "anaerobic digestion"),
        ("what does a heat pump cost to run", "heat pumps"),
        ("move our files into the cloud", "cloud"),
    ],
)
def test_a_technology_has_one_name_however_it_is_said(text: str, name: str) -> None:
    assert (name, False) in found(text)


def test_a_technology_of_no_interest_is_marked() -> None:
    assert found("not interested in AI") == [("ai", True)]


@pytest.mark.parametrize(
    "text",
    [
        "typo in CRM",
        "the ai man came to the cows",
        "what r the rules, where ar u",
        "we write software",
        "a sap bucket",
        "am i chattin to a robot",
        "are you a chatbot",
        "MFA headroom",
        "cnc machinists in Dudley",
    ],
)
def test_what_only_looks_like_a_technology_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "we have no plans for blockchain",
        "it isn't robots we need",
        "I'd rather not use drones",
        "dont want vr",
        "no interest in AI",
    ],
)
def test_a_technology_that_is_not_wanted_is_marked(text: str) -> None:
    assert [negated for _, negated in found(text)] == [True]
