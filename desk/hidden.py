"""What may not be passed on in anybody's words: names and places that were left out, as they were told."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desk.addresses import whereabouts_in
from desk.bare_lines import named_in
from desk.cases import Part, Person
from desk.figures import KINDS, NO_FIGURES, Figures
from desk.firm_names import firms_in
from desk.firms_mentioned import firms_mentioned
from desk.given_names import is_given, may_be_given
from desk.introductions import PARTICLES, answered_name, is_everyday, names_in
from desk.known_people import known_people
from desk.known_words import is_a_place, is_of_trade
from desk.mentioned import mentioned
from desk.people_names import ALSO_NAMES
from desk.redaction import without_contacts
from desk.transcript import Line
from knowledge.storage.outbox import Sender
from knowledge.wording import say

SHORTEST_PART = 2
MOST_WORDS_OF_A_FACT, SHORTEST_FACT = 8, 3
TITLES = frozenset({"dame", "dr", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "sir"})
ASKS_FOR_A_NAME = ("utter_handoff_name", "utter_handoff_name_again", "utter_handoff_name_or_place")


@dataclass(frozen=True)
class Form:
    """One way in which a name is written; `as_written` ones are hidden only in these very letters."""

    text: str
    as_written: bool = False


@dataclass(frozen=True)
class Unsaid:
    """The facts of the firm that were left out, the words that they came from, and what sums were meant."""

    facts: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    sums: tuple[Any, ...] = ()

    def in_few_words(self) -> tuple[str, ...]:
        """Return the words that say nothing else; of a whole message only the figures are hidden."""
        few = (words for words in self.said if len(words.split()) <= MOST_WORDS_OF_A_FACT)
        return tuple(words for words in few if len(words) >= SHORTEST_FACT and not is_everyday(words))


@dataclass(frozen=True)
class Hidden:
    """The names and addresses that are taken out of every text; none when nothing was left out.

    `written` are those that are taken out only as they were written, for they could be any word.
    """

    names: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    figures: Figures = NO_FIGURES

    @classmethod
    def of(
        cls,
        agreed: Collection[Part],
        person: Person | None,
        lines: Iterable[Line],
        texts: Iterable[str] = (),
        left_out: Unsaid | None = None,
    ) -> "Hidden":
        """Return what must not be read: `lines` is all that was said, `texts` what else is in their words.

        Facts and their figures are looked for only with `left_out`: None is names, places and contacts alone.
        """
        said, unsaid = tuple(lines), left_out or Unsaid()
        theirs = (*(line.text for line in said if line.who == Sender.PERSON), *texts)
        people = tuple(dict.fromkeys((*_given(person), *_answers(said), *_named_in(theirs))))
        forms: list[Form] = []
        if Part.NAME not in agreed:
            forms += [form for name in people for form in _forms(name)]
        if Part.FIRM not in agreed:
            firms = [firm for text in theirs for firm in _firms_in(text, people)]
            forms += [Form(firm, as_written=" " not in firm) for firm in firms]
        if not {Part.FIRM, Part.CONTACT} <= set(agreed):
            forms += [Form(place) for text in theirs for place in whereabouts_in(text)]
        kinds = unsaid.facts if left_out is None or Part.FIRM in agreed else KINDS
        forms += [Form(words) for words in unsaid.in_few_words()]
        found = [form.text for form in forms if not form.as_written]
        written = [form.text for form in forms if form.as_written]
        figures = Figures.of(kinds, said, theirs, unsaid.sums)
        return cls(_longest_first(found), _longest_first(written), figures)

    def out_of(self, text: str) -> str:
        """Return the text without these names and figures and without contacts."""
        return without_contacts(self.figures.out_of(text), self.names, self.written)


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


def _given(person: Person | None) -> Iterator[str]:
    if person and person.name:
        yield person.name


def _named_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from names_in(text)
        yield from (one.name for one in named_in(text))
        yield from known_people(text)
        yield from mentioned(text)


def _firms_in(text: str, people: Collection[str]) -> Iterator[str]:
    yield from firms_in(text)
    yield from (firm for one in named_in(text) for firm in one.firms)
    yield from firms_mentioned(text, people)


def _forms(name: str) -> Iterator[Form]:
    """Yield a name and each part of it that says nothing else: of Will Grant only the whole."""
    if " " in name or not _may_be_a_word(name):
        yield Form(name)
    else:
        yield from _as_written(name)
    for part in re.split(r"[\s.]+", name):
        is_a_word = is_everyday(part) or part.lower() in ALSO_NAMES | PARTICLES | TITLES
        if len(part) >= SHORTEST_PART and not is_a_word:
            yield from _as_written(part) if _may_be_a_word(part) else (Form(part),)


def _as_written(word: str) -> Iterator[Form]:
    """Yield it with a capital, and in small letters where these are no word of every sentence, as "will"."""
    yield Form(word.capitalize(), as_written=True)
    if word.lower() not in ALSO_NAMES:
        yield Form(word, as_written=True)


def _may_be_a_word(name: str) -> bool:
    also = may_be_given(name) or is_of_trade(name) or is_a_place(name)
    return also and not is_given(name)
