"""What brokers write about a case for each other: notes and tags, which no person and no other hub reads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.cases import Case
from desk.words import flat
from knowledge.storage.case_notes import CaseNote, CaseNotes

LONGEST_NOTE = 4000
LONGEST_TAG = 30
MOST_TAGS = 10


class NothingToNote(ValueError):
    """The note is empty or too long: write something shorter."""

    def __init__(self) -> None:
        super().__init__(f"a note has from 1 to {LONGEST_NOTE} characters")


class NoTag(ValueError):
    """The tag is none, or one too many: use one short word or two, or take another off first."""

    def __init__(self) -> None:
        super().__init__(f"a case has at most {MOST_TAGS} tags of 1 to {LONGEST_TAG} characters")


class TakenBack(Exception):
    """Nothing more is noted of what was taken back: nobody would ever delete it."""

    def __init__(self) -> None:
        super().__init__("what this case held is deleted: nothing more is noted of it")


@dataclass(frozen=True)
class Notebook:
    """The notes and tags of one case, as the brokers of the front door that has it keep them."""

    session: Session
    case: Case

    def write(self, text: str, note_id: str, broker: str, now: datetime) -> None:
        """Keep a note, once for each id, or raise NothingToNote or TakenBack."""
        self._require_kept()
        text = text.replace("\r\n", "\n").strip()
        if not 0 < len(text) <= LONGEST_NOTE:
            raise NothingToNote
        kept = f"{self.case.id[:8]}:{note_id}"  # the id comes from a form: it counts for this case alone
        CaseNotes(self.session).add(CaseNote(kept, self.case.id, self.case.hub_id, broker, now, text))

    def notes(self) -> list[CaseNote]:
        """Return the notes, oldest first."""
        return CaseNotes(self.session).of_case(self.case.id, self.case.hub_id)

    def tags(self) -> tuple[str, ...]:
        """Return the tags in the order of the alphabet."""
        return CaseNotes(self.session).tags_of([self.case.id]).get(self.case.id, {}).get(self.case.hub_id, ())

    def tag(self, text: str) -> None:
        """Give the case a tag, or raise NoTag or TakenBack."""
        self._require_kept()
        tag = as_tag(text)
        if not 0 < len(tag) <= LONGEST_TAG or len({*self.tags(), tag}) > MOST_TAGS:
            raise NoTag
        CaseNotes(self.session).tag(self.case.id, self.case.hub_id, tag)

    def untag(self, text: str) -> None:
        """Take a tag off the case; nothing happens when it has none such."""
        CaseNotes(self.session).untag(self.case.id, self.case.hub_id, as_tag(text))

    def _require_kept(self) -> None:
        if self.case.erased is not None:
            raise TakenBack


def as_tag(text: str) -> str:
    """Return a tag as it is kept: on one line, in small letters.

    >>> as_tag("  Call  BACK ")
    'call back'
    """
    return " ".join(flat(flat(text).casefold()).split())
