from datetime import date

from knowledge.records import Contact, Eligibility, Programme, Source, Status, Window

TODAY = date(2026, 11, 24)


def make_programme(name="a-grant", **given):
    """A programme for everybody, seen running this month, unless told otherwise."""
    plain = {
        "name": name.replace("-", " ").title(),
        "provider": f"Provider of {name}",
        "provider_kind": "public",
        "summary": "Helps firms.",
        "support": frozenset({"grant"}),
        "barriers": frozenset({"finance"}),
        "sectors": frozenset(),
        "technologies": (),
        "stages": frozenset(),
        "places": frozenset(),
        "eligibility": Eligibility(),
        "funding": None,
        "price": "free",
        "how_to_apply": None,
        "contact": Contact("https://example.org"),
        "window": Window(rolling=True),
        "status": Status.OPEN,
        "sources": (Source("https://example.org/source", "it runs"),),
        "last_known": "2026-11",
    }
    labels = {name: frozenset(value) for name, value in given.items() if isinstance(value, set)}
    return Programme(id=name, **{**plain, **given, **labels})
