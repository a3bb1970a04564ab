"""A small plan that is kept, for tests: say only what the test is about."""

from datetime import UTC, date, datetime

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.plans import Asked, DateKind, KeptDate, KeptJourney, KeptPlan, KeptProgramme, KeptStep
from knowledge.ranges import Range

MADE = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ASKED = Asked(Firm(places=("coventry",)), Need(barriers=frozenset({"finance"}), words="a new press"))


def kept_programme(name="a-grant", **given):
    plain = {
        "version": "ab12cd34",
        "name": name.replace("-", " ").title(),
        "provider": "City Council",
        "url": f"https://example.org/{name}",
        "last_known": "2026-05",
        "to_be_checked": False,
        "to_check": ("Ask whether you need a quote.",),
    }
    return KeptProgramme(id=name, **{**plain, **given})


def kept_step(number=1, **given):
    plain = {
        "version": "v1",
        "title": f"Step {number}",
        "purpose": "So that you know what it costs.",
        "do": "Ask three makers for a quote.",
        "in_hand": "Three quotes.",
        "alone": "Ask your bank.",
        "weeks": Range(2, 4),
        "starts": Range(0, 0),
    }
    return KeptStep(id=f"step-{number}", **{**plain, **given})


def kept_plan(*steps, **given):
    closing = KeptDate(DateKind.CLOSES, date(2026, 11, 20), "a-grant", "A Grant", too_soon=True)
    usual = (
        kept_step(1, programmes=(kept_programme(),)),
        kept_step(2, starts=Range(2, 4), after=("Step 1",), dates=(closing,)),
    )
    plain = {
        "title": "Plan: Buy a machine",
        "made": MADE,
        "journeys": (KeptJourney("buy", "Buy a machine", "From the wish to the machine."),),
        "steps": steps or usual,
    }
    return KeptPlan(**{**plain, **given})
