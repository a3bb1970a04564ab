"""Two programmes as a small table of what differs."""

from collections.abc import Iterator, Sequence

from actions.library import Library
from actions.programme_cards import FIELDS, conditions
from knowledge.eligibility import Assessment, Eligible
from knowledge.firms import Firm
from knowledge.records import Programme
from knowledge.replies import Card
from knowledge.wording import say

MOST_UNKNOWN = 2


def side_by_side(programmes: Sequence[Programme], firm: Firm, library: Library) -> Card:
    """Return a card whose table has a row for each field that differs, what it means for the firm first."""
    rows = [row for row in _rows(programmes, firm, library) if len(set(row[1:])) > 1]
    return Card(
        id="+".join(one.id for one in programmes),
        kind="comparison",
        title=say("utter_label_side_by_side"),
        text="" if rows else say("utter_compared_alike"),
        table=(("", *(one.name for one in programmes)), *rows) if rows else (),
        version="+".join(one.version for one in programmes),
    )


def _rows(programmes: Sequence[Programme], firm: Firm, library: Library) -> Iterator[tuple[str, ...]]:
    yield _row("fit", (_fit(library.assess(one, firm)) for one in programmes))
    for name, words in FIELDS.items():
        yield _row(name, map(words, programmes))
    told = (conditions(one, library) or say("utter_label_no_conditions") for one in programmes)
    yield _row("conditions", told)


def _row(field: str, said: Iterator[str]) -> tuple[str, ...]:
    return say(f"utter_label_field_{field}"), *said


def _fit(assessed: Assessment) -> str:
    """What the rules say of the firm: it fits, it does not and why, or what is still to be found out."""
    shut_out = assessed.not_met()
    if shut_out is not None:
        return say("utter_label_fit_no", rule=shut_out.words)
    if assessed.overall is Eligible.YES:
        return say("utter_label_fit_yes")
    unknown = "; ".join(rule.words for rule in assessed.unknown()[:MOST_UNKNOWN])
    return say("utter_label_fit_unknown", rules=unknown)
