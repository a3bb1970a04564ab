"""Which few programmes a memory leads to: what the chat shows, and what a broker is suggested."""

from dataclasses import dataclass, replace

from actions.library import Library
from actions.memory import Memory
from actions.needs import ALL_MONEY, markets_named, need_of
from knowledge.matching import Found, Match

MOST_SEARCHES = 6


@dataclass(frozen=True)
class Fitting:
    """What fits best; `missing` are the kinds of money asked for, when none that fits is of that kind."""

    found: Found
    missing: frozenset[str] = frozenset()


def fitting(memory: Memory, library: Library, leaving_out: tuple[str, ...] = ()) -> Fitting:
    """Return the few that fit; other money where there is none of the kind that was asked for."""
    found = _at_home_first(memory, library, leaving_out)
    missing = _kind_missing(memory, found)
    if missing:
        found = library.find(replace(memory, wants=ALL_MONEY), leaving_out)
    return Fitting(found, missing)


def suggested(memory: Memory, library: Library, most: int) -> tuple[Match, ...]:
    """Return what the chat would show for this memory, then what it would show whoever asks for more."""
    shown: tuple[Match, ...] = ()
    while len(shown) < most:
        more = fitting(memory, library, tuple(one.programme.id for one in shown)).found.matches
        if not more:
            break
        shown += more
    return shown[:most]


def _at_home_first(memory: Memory, library: Library, leaving_out: tuple[str, ...]) -> Found:
    """What fits; export support, while nobody spoke of it, only when there is nothing else for a market."""
    found = library.find(memory, leaving_out)
    if not _seeks_customers(memory):
        return found
    other = found
    for _ in range(MOST_SEARCHES):
        abroad = tuple(m.programme.id for m in other.matches if "export_support" in m.programme.support)
        if not abroad:
            break
        leaving_out = (*leaving_out, *abroad)
        other = library.find(memory, leaving_out)
    matches = tuple(m for m in other.matches if "export_support" not in m.programme.support)
    return replace(other, matches=matches) if matches else found


def _seeks_customers(memory: Memory) -> bool:
    """Is a market looked for, without a word of other countries?"""
    words = " ".join(filter(None, [memory.need, *(one.words for one in memory.barriers)]))
    market = "market" in [*need_of(memory.aim).implied, *(one.name for one in memory.barriers)]
    return market and not memory.wants and "export_support" not in markets_named(words)


def _kind_missing(memory: Memory, found: Found) -> frozenset[str]:
    """The kinds of money asked for when none fits; nothing when most kinds are: the others were ruled out."""
    wanted = frozenset(memory.wants)
    money = bool(wanted) and wanted < set(ALL_MONEY) and 2 * len(wanted) <= len(ALL_MONEY)
    any_of_it = any(wanted & m.programme.support for m in found.matches)
    return wanted if money and not any_of_it else frozenset()
