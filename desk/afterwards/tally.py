"""How often each programme started, as firms tell: what `signpost outcomes` prints."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import Became
from desk.words import aligned
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.outcomes import Outcomes, ProgrammeOutcome
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.programmes import Programmes
from knowledge.wording import say


@dataclass(frozen=True)
class Tally:
    """How many cases were asked about a programme, and what the last word of each was."""

    programme_id: str
    asked: int
    became: Mapping[Became, int]


def tally(outcomes: Iterable[ProgrammeOutcome]) -> list[Tally]:
    """Return a tally for each programme, the one that started most often first, then by id.

    A case counts once for each programme, by its latest answer, however often it was asked.
    """
    last: dict[str, dict[str, str | None]] = defaultdict(dict)
    for one in sorted(outcomes, key=lambda one: one.day):
        cases = last[one.programme_id]
        cases[one.case_id] = one.answer or cases.get(one.case_id)
    found = [
        Tally(programme, len(cases), Counter(Became(one) for one in cases.values() if one))
        for programme, cases in last.items()
    ]
    return sorted(found, key=lambda one: (-one.became.get(Became.STARTED, 0), one.programme_id))


def outcome_table(session: Session) -> str:
    """Return a line for each programme that was asked about, and what could not be asked or sent."""
    tallies = tally(Outcomes(session).all())
    names = {one.id: one.name for one in Programmes(session).several(one.programme_id for one in tallies)}
    lines = list(_table(tallies, names)) if tallies else [say("utter_outcomes_none")]
    if lost := FollowUps(session).without_way():
        lines.append(say("utter_outcomes_no_way", questions=lost))
    if dead := PersonMails(session).given_up():
        lines.append(say("utter_outcomes_given_up", mails=dead))
    return "\n".join(lines)


def _table(tallies: list[Tally], names: Mapping[str, str]) -> Iterable[str]:
    headings = [say(f"utter_outcomes_{name}") for name in ("programme", "asked", *Became)]
    rows = [
        [names.get(one.programme_id, one.programme_id), str(one.asked)]
        + [str(one.became.get(answer, 0)) for answer in Became]
        for one in tallies
    ]
    return aligned([headings, *rows])
