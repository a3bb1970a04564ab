"""Finds cases by what a broker remembers of them: a reference, a tag, a place, a name; pure."""

from collections.abc import Iterable, Iterator

from desk.brief import Brief
from desk.cases import Case
from desk.words import label


def found(cases: Iterable[Case], tags: dict[str, tuple[str, ...]], asked: str) -> list[Case]:
    """Return the cases in which every word that was asked for stands somewhere; all when none was asked."""
    words = asked.casefold().split()
    return [case for case in cases if _has(case, tags.get(case.id, ()), words)]


def _has(case: Case, tags: tuple[str, ...], words: list[str]) -> bool:
    if not words:
        return True
    text = "\n".join(_texts(case, tags)).casefold()
    return all(word in text for word in words)


def _texts(case: Case, tags: tuple[str, ...]) -> Iterator[str]:
    yield case.reference
    yield case.hub_id
    yield from tags
    if case.brief is None:
        return
    brief = Brief.unpack(case.brief)
    yield from (brief.person.name or "", brief.person.email or "", brief.person.phone or "")
    yield brief.need or ""
    for fact in brief.firm:
        yield fact.words
        yield fact.said or ""
    for barrier in brief.barriers:
        yield label("barrier", barrier.name)
        yield barrier.words
