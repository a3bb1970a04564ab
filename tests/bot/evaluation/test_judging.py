"""What counts as right, wrong and missed."""

from bot.evaluation import judging
from bot.evaluation.cases import Case, Expected
from bot.evaluation.scores import Count


def case(*wanted: Expected) -> Case:
    nothing: frozenset[str] = frozenset()
    return Case("x1", "a text", None, None, nothing, nothing, nothing, wanted)


def found(entity: str, value: object) -> dict[str, object]:
    return {"entities": [{"entity": entity, "value": value}]}


def test_two_names_of_one_technology_are_the_same() -> None:
    wanted = case(Expected("technology", "Additive manufacturing"))

    assert judging.entities(wanted, found("technology", "3d printing")) == Count(right=1)


def test_another_technology_is_wrong_and_the_one_named_is_missed() -> None:
    wanted = case(Expected("technology", "robotics"))

    assert judging.entities(wanted, found("technology", "3d printing")) == Count(wrong=1, missed=1)


def test_an_unlisted_technology_is_only_itself() -> None:
    wanted = case(Expected("technology", "a thing of our own"))

    assert judging.entities(wanted, found("technology", "3d printing")) == Count(wrong=1, missed=1)
