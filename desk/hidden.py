"""What may not be passed on in anybody's words: names and places that were left out, as they were told."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from desk.addresses import sites_in, streets_in
from desk.bare_lines import named_in
from desk.cases import Part, Person
from desk.firm_names import firms_in
from desk.introductions import PARTICLES, answered_name, is_everyday, names_in
from desk.people_names import ALSO_NAMES
from desk.redaction import without_contacts
from desk.transcript import Line
from knowledge.storage.outbox import Sender
from knowledge.wording import say

SHORTEST_PART = 2
ASKS_FOR_A_NAME = ("utter_handoff_name", "utter_handoff_name_again", "utter_handoff_name_or_place")


@dataclass(frozen=True)
class Hidden:
    """The names and addresses that are taken out of every text; none when nothing was left out.

    `written` are those that are taken out only as they were written, for they could be any word.
    """

    names: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, agreed: Collection[Part], person: Person | None, lines: Iterable[Line], texts: Iterable[str] = ()
    ) -> "Hidden":
        """Return what must not be read: `lines` is all that was said, `texts` what else is in their words."""
        said = tuple(lines)
        theirs = (*(line.text for line in said if line.who == Sender.PERSON), *texts)
        bare = [one for text in theirs for one in named_in(text)]
        found: list[str] = []
        written: list[str] = []
        if Part.NAME not in agreed:
            told = (
                *_answers(said),
                *(name for text in theirs for name in names_in(text)),
                *(one.name for one in bare),
            )
            given = (person.name,) if person and person.name else ()
            found += [form for name in (*given, *told) for form in _forms(name)]
        if Part.FIRM not in agreed:
            firms = [firm for text in theirs for firm in firms_in(text)]
            firms += [firm for one in bare for firm in one.firms]
            found += [firm for firm in firms if " " in firm]
            written += [firm for firm in firms if " " not in firm]
        if not {Part.FIRM, Part.CONTACT} <= set(agreed):
            found += [place for text in theirs for place in (*sites_in(text), *streets_in(text))]
        return cls(_longest_first(found), _longest_first(written))

    def out_of(self, text: str) -> str:
        """Return the text without these names and without contacts."""
        return without_contacts(text, self.names, self.written)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    """So that no half of a name is left."""
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (-len(name), name)))


def _answers(lines: tuple[Line, ...]) -> Iterator[str]:
    asked = False
    for line in lines:
        if line.who == Sender.PERSON:
            clean = without_contacts(line.text).replace(say("utter_label_desk_removed"), " ")
            if asked and (name := answered_name(clean.strip(" ,.;:-\n"))):
                yield name
            asked = False
        else:
            asked = asked or any(say(wording) in line.text for wording in ASKS_FOR_A_NAME)


def _forms(name: str) -> Iterator[str]:
    """Yield a name and each part of it that says nothing else: of Will Grant only the whole."""
    yield name
    for part in re.split(r"[\s.]+", name):
        is_a_word = is_everyday(part) or part.lower() in ALSO_NAMES | PARTICLES
        if len(part) >= SHORTEST_PART and not is_a_word:
            yield part
