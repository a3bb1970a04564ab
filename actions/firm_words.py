"""What is known of a firm, in plain words."""

from collections.abc import Callable, Iterable
from typing import Any

from actions.memory import Said
from actions.noting import FLAGS
from knowledge.firms import Firm
from knowledge.names import age, listed, name_of, pounds
from knowledge.ranges import Range
from knowledge.vocabulary import vocabulary
from knowledge.wording import known, say


def noted(firm: Firm, fields: Iterable[str]) -> str:
    """Return some facts as one line, for example "Walsall, 12 people"."""
    return ", ".join(in_words(firm, name) for name in fields if _is_known(firm, name))


def profile_lines(firm: Firm) -> list[tuple[str, str]]:
    """Return every known fact as `(heading, words)`."""
    return [
        (say(f"utter_label_firm_{name}"), in_words(firm, name)) for name in SPOKEN if _is_known(firm, name)
    ]


def barrier_lines(barriers: Iterable[Said]) -> list[tuple[str, str]]:
    """Return every barrier as `(heading, words)`, with the person's own words where there are some."""
    return [
        (
            say("utter_label_holds_back"),
            say("utter_label_barrier_said", barrier=name_of("barrier", one.name), words=shortened(one.words))
            if one.words
            else name_of("barrier", one.name),
        )
        for one in barriers
    ]


def in_words(firm: Firm, name: str) -> str:
    """Return one known fact."""
    return SPOKEN[name](getattr(firm, name))


def place_words(places: Iterable[str]) -> str:
    """Return places, of which it is one: "Dudley or Walsall"."""
    given = tuple(places)
    groups = {members: name for name, members in vocabulary().place_groups.items()}
    if given in groups:
        return say(f"utter_label_area_{groups[given]}")
    return listed((name_of("place", place) for place in given), "utter_label_or")


def barrier_words(names: Iterable[str]) -> str:
    """Return barriers as a list in a sentence."""
    labels = [name_of("barrier", name) for name in names]
    if len(labels) > 1:  # a comma, for a label may have an "and" of its own
        return f"{', '.join(labels[:-1])}, {say('utter_label_and')} {labels[-1]}"
    return "".join(labels)


def shortened(text: str, length: int = 110) -> str:
    """Return at most so much of what a person said, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _is_known(firm: Firm, name: str) -> bool:
    return name in SPOKEN and firm.knows(name)


def _people(value: Range) -> str:
    if value == Range(1, 1):
        return say("utter_label_one_person")
    return say("utter_label_people", number=_span(value, _number))


def _money_a_year(value: Range) -> str:
    return say("utter_label_a_year", amount=_span(value, pounds))


def _money(value: Range) -> str:
    return _span(value, pounds)


def _age(value: Range) -> str:
    return say("utter_label_not_started") if value == Range(0, 0) else _span(value, age)


def _span(value: Range, one: Callable[[float], str]) -> str:
    low, high = value.min, value.max
    if low is None:
        return say("utter_label_at_most", number=one(high)) if high is not None else ""
    if high is None:
        return say("utter_label_at_least", number=one(low))
    return one(low) if low == high else say("utter_label_between", low=one(low), high=one(high))


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _labels(kind: str) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        names = value if isinstance(value, tuple) else (value,)
        return listed(name_of(kind, name) for name in names)

    return words


def _yes_or_no(name: str) -> Callable[[bool], str]:
    return lambda value: say(f"utter_label_{name}_{'yes' if value else 'no'}")


def _technologies(names: Iterable[str]) -> str:
    """Most are their own name; those written in capitals have a label."""
    labels = {name: f"utter_label_technology_{name.replace(' ', '_')}" for name in names}
    return listed(say(label) if known(label) else name for name, label in labels.items())


SPOKEN: dict[str, Callable[[Any], str]] = {
    "places": place_words,
    "employees": _people,
    "sectors": _labels("sector"),
    "stage": _labels("stage"),
    "trading_months": _age,
    "turnover": _money_a_year,
    "legal_form": _labels("legal_form"),
    "technologies": _technologies,
    "amount": _money,
    "aid_received": _money,
    **{name: _yes_or_no(name) for name in FLAGS},
}
