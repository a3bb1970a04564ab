"""What each way of asking for help stands for: kinds of support, and barriers that such support lowers."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """Kinds of support that were asked for, and barriers implied by asking.

    The implied barriers guide the search and are never noted as something that the person said.
    """

    support: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()


NEEDS = {
    "describe_situation": Need(),
    "find_support": Need(),
    "find_funding": Need(("grant", "loan", "equity", "tax_relief", "voucher")),
    "find_expertise": Need(("research_collaboration", "diagnostic", "placement"), ("technical_knowledge",)),
    "find_skills": Need(("training", "placement"), ("skills",)),
    "find_leadership": Need(("mentoring", "training"), ("leadership_and_time",)),
    "find_partners": Need(("network", "research_collaboration"), ("networks",)),
    "find_facilities": Need(("facilities", "testing", "workspace"), ("facilities",)),
    "find_market": Need((), ("market",)),
    "find_digital": Need((), ("digital",)),
    "find_net_zero": Need((), ("energy_and_carbon",)),
    "find_ip": Need(("ip_support",), ("intellectual_property",)),
    "find_compliance": Need((), ("regulation",)),
}
ALL_MONEY = NEEDS["find_funding"].support

MARKETS = {
    "export_support": r"export\w*|abroad|over ?seas|(?:other|foreign) (?:countries|country|markets?)",
    "procurement": r"tender\w*|contracts?|procurement|councils?|public sector",
}
GIVEN_UP = re.compile(
    r"\b(?<!don't )(?<!dont )(?<!not )forget\b(?! to\b)|\bnever ?mind\b|\bscrap\b"
    r"|\bno longer (?:want|need|look)"
    r"|\b(?:don'?t|not|do not) (?:want|need|bother\w*|look\w*|after)\b.*\bany ?more\b"
)
INSTEAD = re.compile(r"\binstead(?: of [\w' -]+)?|\brather than [\w' -]+")


def markets_named(text: str) -> tuple[str, ...]:
    """Return the kinds of support that words about markets ask for.

    >>> markets_named("sell to other countries"), markets_named("more customers")
    (('export_support',), ())
    """
    return tuple(kind for kind, words in MARKETS.items() if re.search(rf"\b(?:{words})\b", text.lower()))


def gives_up(text: str) -> bool:
    """Does a text say that something wanted before is not wanted any more?"""
    plain = _plain(text)
    return bool(GIVEN_UP.search(plain) or INSTEAD.search(plain))


def still_wanted(text: str) -> str:
    """Return a text without what it gives up; the whole of it when nothing else is left.

    >>> still_wanted("forget apprentices, i want more customers")
    'i want more customers'
    """
    parts = re.split(r"\s*[,.;!?]\s*|\s+but\s+", text)
    kept = [part for part in parts if part and not GIVEN_UP.search(_plain(part))]
    left = INSTEAD.sub("", ", ".join(kept)).strip()
    return (left or text) if gives_up(text) else text


def _plain(text: str) -> str:
    return text.lower().replace("\u2019", "'")


def need_of(intent: str | None) -> Need:
    """Return what an intent stands for; nothing in particular for one that names no need."""
    return NEEDS.get(intent or "", Need())
