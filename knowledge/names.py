"""Labels as people read them: places, sectors, kinds of support, money, months."""

from collections.abc import Iterable
from datetime import date

from knowledge.wording import say

MILLION = 1_000_000
YEAR = 12


def name_of(kind: str, label: str) -> str:
    """Return the name of a label; `kind` is place, sector, support, barrier, stage, provider or price."""
    return say(f"utter_label_{kind}_{label}")


def names_of(kind: str, labels: Iterable[str]) -> str:
    """Return the names of several labels, in the order of the alphabet: "a, b or c"."""
    return listed(sorted(name_of(kind, label) for label in labels), "utter_label_or")


def listed(names: Iterable[str], last: str = "utter_label_and") -> str:
    """Return names as a sentence lists them; `last` names the wording of the word before the last one."""
    given = list(names)
    *before, final = given or [""]
    return f"{', '.join(before)} {say(last)} {final}" if before else final


def pounds(amount: float) -> str:
    """Return an amount of money: £2 million, £25,000."""
    if amount >= MILLION and amount % (MILLION / 100) == 0:
        return say("utter_label_million", amount=f"{amount / MILLION:g}")
    return f"£{amount:,.0f}"


def month(when: str) -> str:
    """Return a month (YYYY-MM), a day or a year as people read it: November 2024."""
    year, _, rest = when.partition("-")
    return f"{say(f'utter_label_month_{int(rest[:2])}')} {year}" if rest else year


def day_in_words(when: date) -> str:
    """Return a day as people read it: 24 November 2026."""
    return f"{when.day} {month(when.isoformat())}"


def age(months: float) -> str:
    """Return an age in years where it is whole years, else in months."""
    if months >= YEAR and months % YEAR == 0:
        years = int(months // YEAR)
        return say("utter_label_one_year") if years == 1 else say("utter_label_years", number=years)
    return say("utter_label_months", number=f"{months:g}")
