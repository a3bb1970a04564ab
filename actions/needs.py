"""What each way of asking for help stands for: kinds of support, and barriers that such support lowers."""

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
    "find_market": Need(("export_support", "procurement"), ("market",)),
    "find_digital": Need((), ("digital",)),
    "find_net_zero": Need((), ("energy_and_carbon",)),
    "find_ip": Need(("ip_support",), ("intellectual_property",)),
    "find_compliance": Need((), ("regulation",)),
}


def need_of(intent: str | None) -> Need:
    """Return what an intent stands for; nothing in particular for one that names no need."""
    return NEEDS.get(intent or "", Need())
