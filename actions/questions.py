"""Questions about the firm: how each is asked, and the choices that answer it."""

from collections.abc import Iterable
from typing import Any

from actions.conversation import Conversation
from actions.memory import Question
from actions.noting import FLAGS, NO, YES
from actions.outcome import Outcome, choice
from knowledge.conditions import LEGAL_FORMS
from knowledge.firms import Firm
from knowledge.replies import Choice
from knowledge.rules import field_of
from knowledge.vocabulary import vocabulary
from knowledge.wording import say

MOST_QUESTIONS = 3  # of one conversation: more of them feels like an interrogation
MARCHES = "the_marches"
SECTORS = (
    "manufacturing", "construction", "digital_and_technology", "food_and_drink",
    "retail_and_hospitality", "other",
)  # fmt: skip


def ask_decisive(outcome: Outcome, conversation: Conversation, name: str | None, then: str) -> Outcome:
    """Return the outcome ending with one question, unless it was asked before or may not be asked now.

    `then` is the intent to go on with once it is answered.
    """
    firm, asked = outcome.memory.firm, outcome.memory.asked
    field = "places" if conversation.doubts or len(firm.places) > 1 else field_of(name or "")
    enough = field != "places" and len(set(asked) & set(ANSWERS)) >= MOST_QUESTIONS
    if not conversation.may_ask or field not in ANSWERS or enough or not is_open(field, firm, asked):
        return outcome
    return ask(outcome, field, then)


def ask(outcome: Outcome, field: str, then: str) -> Outcome:
    """Return the outcome ending with a question about one field of the firm."""
    memory = outcome.memory
    which = field == "places" and len(memory.firm.places) > 1
    asked = outcome.remembering(memory.not_asking_again("which_place" if which else field))
    question = say("utter_ask_which_place" if which else f"utter_ask_{field}")
    opening = "utter_ask_next" if memory.asked else "utter_ask_first"
    text = question if which else say(opening, question=question)
    answers = _places(memory.firm.places) if which else tuple(ANSWERS[field]())
    return asked.asking(Question(field, {"then": then}), text, (*answers, rather_not_say(field)))


def is_open(field: str, firm: Firm, asked: Iterable[str]) -> bool:
    """Is the field neither known nor asked before?"""
    if field == "places" and len(firm.places) > 1:
        return "which_place" not in asked
    return field not in asked and not firm.knows(field)


def declined(field: str) -> str:
    """Return the mark of a question that was declined, which is stronger than one that was only asked."""
    return f"declined:{field}"


def is_open_still(field: str, firm: Firm, asked: Iterable[str]) -> bool:
    """Is the field not known, and was its question not declined? It may have been asked and passed over."""
    return declined(field) not in asked and not firm.knows(field)


def rather_not_say(field: str) -> Choice:
    """Return the choice that leaves a question unanswered."""
    return choice("rather_not_say", "deny", answer=f"skip:{field}")


def _places(places: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(_said("place", place, f"place_{place}") for place in places)


def _areas() -> Iterable[Choice]:
    yield _said("place", list(vocabulary().place_groups["greater_birmingham"]), "area_greater_birmingham")
    yield _said("place", list(vocabulary().place_groups["black_country"]), "area_black_country")
    yield _said("place", ["coventry", "warwickshire"], "area_coventry_and_warwickshire")
    yield _said("place", ["stoke_on_trent", "staffordshire"], "area_staffordshire")
    yield _said("place", "worcestershire", "place_worcestershire")
    yield _said("place", list(vocabulary().place_groups[MARCHES]), "area_the_marches")
    yield _said("place", "outside", "place_outside")


def _sectors() -> Iterable[Choice]:
    return (_said("sector", name, f"sector_{name}") for name in SECTORS)


def _stages() -> Iterable[Choice]:
    return (_said("stage", name, f"stage_{name}") for name in vocabulary().stages)


def _employees() -> Iterable[Choice]:
    yield _said("employees", 1, "employees_1")
    yield _said("employees", {"min": 2, "max": 9}, "employees_2_to_9")
    yield _said("employees", {"min": 10, "max": 49}, "employees_10_to_49")
    yield _said("employees", {"min": 50, "max": 249}, "employees_50_to_249")
    yield _said("employees", {"min": 250}, "employees_250_or_more")


def _ages() -> Iterable[Choice]:
    yield _said("trading_age", 0, "age_not_yet")
    yield _said("trading_age", {"min": 1, "max": 11}, "age_under_1")
    yield _said("trading_age", {"min": 12, "max": 36}, "age_1_to_3")
    yield _said("trading_age", {"min": 37}, "age_over_3")


def _turnovers() -> Iterable[Choice]:
    yield _said("turnover", {"max": 99_999}, "turnover_under_100k")
    yield _said("turnover", {"min": 100_000, "max": 999_999}, "turnover_100k_to_1m")
    yield _said("turnover", {"min": 1_000_000, "max": 9_999_999}, "turnover_1m_to_10m")
    yield _said("turnover", {"min": 10_000_000}, "turnover_over_10m")


def _legal_forms() -> Iterable[Choice]:
    return (_said("legal_form", name, f"legal_form_{name}") for name in sorted(LEGAL_FORMS))


def _sums_had() -> Iterable[Choice]:
    yield _said("aid_received", 0, "aid_none")
    yield _said("aid_received", {"min": 1, "max": 49_999}, "aid_under_50k")
    yield _said("aid_received", {"min": 50_000, "max": 199_999}, "aid_50k_to_200k")
    yield _said("aid_received", {"min": 200_000}, "aid_over_200k")


def _yes_or_no() -> Iterable[Choice]:
    yield choice("answer_yes", "affirm", answer=YES)
    yield choice("answer_no", "deny", answer=NO)


def _said(entity: str, value: Any, label: str) -> Choice:
    return choice(label, "give_profile", **{entity: value})


ANSWERS = {
    "places": _areas,
    "sectors": _sectors,
    "stage": _stages,
    "employees": _employees,
    "trading_months": _ages,
    "turnover": _turnovers,
    "legal_form": _legal_forms,
    "aid_received": _sums_had,
    **dict.fromkeys(FLAGS, _yes_or_no),
}
