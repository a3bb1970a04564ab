"""What an adviser takes as understood: what usually helps over a barrier, and the reverse."""

from collections.abc import Iterable

# What usually helps over each barrier, for people who name a barrier and no kind of support.
USUAL_SUPPORT: dict[str, frozenset[str]] = {
    "finance": frozenset({"grant", "loan", "equity", "tax_relief", "voucher"}),
    "operating_costs": frozenset({"loan", "advice", "tax_relief"}),
    "cost_and_risk": frozenset({"grant", "tax_relief", "voucher", "loan"}),
    "skills": frozenset({"training", "placement"}),
    "leadership_and_time": frozenset({"mentoring", "training", "advice"}),
    "awareness": frozenset({"diagnostic", "advice", "event", "training"}),
    "navigation": frozenset({"advice", "diagnostic", "information"}),
    "technical_knowledge": frozenset({"research_collaboration", "advice", "testing"}),
    "facilities": frozenset({"facilities", "testing", "workspace"}),
    "networks": frozenset({"network", "event"}),
    "supply_chain": frozenset({"advice", "network", "training", "grant", "diagnostic"}),
    "market": frozenset({"export_support", "procurement", "advice", "network"}),
    "intellectual_property": frozenset({"ip_support"}),
    "regulation": frozenset({"advice", "information", "testing"}),
    "digital": frozenset({"grant", "advice", "diagnostic", "training"}),
    "energy_and_carbon": frozenset({"diagnostic", "grant", "advice"}),
    "application_burden": frozenset({"advice", "information"}),
}

# What people usually lack who ask for each kind of support, for those who name no barrier.
USUAL_BARRIERS: dict[str, frozenset[str]] = {
    "grant": frozenset({"finance"}),
    "loan": frozenset({"finance"}),
    "equity": frozenset({"finance"}),
    "tax_relief": frozenset({"finance"}),
    "voucher": frozenset({"finance"}),
    "advice": frozenset({"navigation", "leadership_and_time"}),
    "diagnostic": frozenset({"navigation", "leadership_and_time"}),
    "information": frozenset({"navigation"}),
    "mentoring": frozenset({"leadership_and_time"}),
    "training": frozenset({"skills"}),
    "placement": frozenset({"skills"}),
    "research_collaboration": frozenset({"technical_knowledge"}),
    "facilities": frozenset({"facilities"}),
    "testing": frozenset({"facilities"}),
    "workspace": frozenset({"facilities"}),
    "network": frozenset({"networks"}),
    "event": frozenset({"networks"}),
    "procurement": frozenset({"market"}),
    "export_support": frozenset({"market"}),
    "ip_support": frozenset({"intellectual_property"}),
}


def usual_support(barriers: Iterable[str]) -> frozenset[str]:
    """Return the kinds of support that usually help over any of these barriers."""
    return frozenset().union(*(USUAL_SUPPORT.get(name, frozenset()) for name in barriers))


def usual_barriers(wants: Iterable[str]) -> frozenset[str]:
    """Return what people usually lack who ask for any of these kinds of support."""
    return frozenset().union(*(USUAL_BARRIERS.get(name, frozenset()) for name in wants))
