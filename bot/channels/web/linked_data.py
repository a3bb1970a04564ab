"""A programme in the words of schema.org, for machines that read pages; only from its record."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.channels.web.rendering import is_link
from knowledge.names import name_of
from knowledge.ranges import Range
from knowledge.reasons import is_to_be_checked
from knowledge.records import Contact, Eligibility, Funding, Programme, Status

Node = dict[str, Any]

CONTEXT = "https://schema.org"
CURRENCY = "GBP"
MONTHS_A_YEAR = 12
PROVIDERS = {
    "public": "GovernmentOrganization",
    "university": "CollegeOrUniversity",
    "research_organisation": "ResearchOrganization",
}
# what is an incentive in the sense of schema.org, and of which type; an investment is none
INCENTIVES: Mapping[str, str | None] = {
    "grant": "IncentiveTypeRebateOrSubsidy",
    "voucher": "IncentiveTypeRebateOrSubsidy",
    "loan": "IncentiveTypeLoan",
    "tax_relief": None,  # a credit, a deduction or a waiver: the record does not say which
}
STATUSES = {
    Status.OPEN: "IncentiveStatusActive",
    Status.UPCOMING: "IncentiveStatusInDevelopment",
    Status.PAUSED: "IncentiveStatusOnHold",
}
# what could end the script element, or a line of a script, if a reader took it for one
ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def data_block(programme: Programme, today: date) -> Markup:
    """Return the JSON-LD of a programme, safe to stand in a script element of type application/ld+json.

    Such an element is a block of data: browsers do not run it, so the content security policy lets it pass.
    """
    # every character that HTML knows is written as JSON's escape for it
    return Markup(json.dumps(linked(programme, today), ensure_ascii=False).translate(ESCAPED))  # noqa: S704


def linked(programme: Programme, today: date) -> Node:
    """Return the JSON-LD of a programme that is on offer; what its record does not state is left out."""
    incentive = not programme.support.isdisjoint(INCENTIVES)
    service = "GovernmentService" if programme.provider_kind == "public" else "Service"
    return {
        "@context": CONTEXT,
        "@type": [service, "FinancialIncentive"] if incentive else service,
        "identifier": programme.id,
        "name": programme.name,
        "description": programme.summary,
        "serviceType": [name_of("support", kind) for kind in sorted(programme.support)],
        "provider": {
            "@type": PROVIDERS.get(programme.provider_kind, "Organization"),
            "name": programme.provider,
        },
        "areaServed": [
            {"@type": "AdministrativeArea", "name": name_of("place", place)}
            for place in sorted(programme.places or {"uk"})
        ],
        "audience": _audience(programme.eligibility),
        **_reached(programme.contact),
        **(_incentive(programme, today) if incentive else {}),
    }


def _audience(asked: Eligibility) -> Node:
    bounds = {
        "numberOfEmployees": _quantity(asked.employees),
        "yearlyRevenue": _quantity(asked.turnover_gbp, unitCode=CURRENCY),
        "yearsInOperation": _quantity(_in_years(asked.trading_months), unitCode="ANN"),
    }
    return {"@type": "BusinessAudience", **{name: node for name, node in bounds.items() if node}}


def _reached(contact: Contact) -> Node:
    point = {"telephone": contact.phone, "email": contact.email}
    given = {name: way for name, way in point.items() if way}
    channel: Node = {"serviceUrl": contact.url} if is_link(contact.url) else {}
    if given:
        channel["servicePhone"] = {"@type": "ContactPoint", **given}
    url = {"url": contact.url} if is_link(contact.url) else {}
    return {**url, **({"availableChannel": {"@type": "ServiceChannel", **channel}} if channel else {})}


def _incentive(programme: Programme, today: date) -> Node:
    types = {INCENTIVES[kind] for kind in programme.support & INCENTIVES.keys()}
    window, amount = programme.window, programme.funding and _amount(programme.funding)
    stated = {
        "incentiveType": [f"{CONTEXT}/{name}" for name in sorted(filter(None, types))],
        "incentiveStatus": _status(programme, today),
        "incentiveAmount": amount,
        "validFrom": window.opens and window.opens.isoformat(),
        "validThrough": window.closes and window.closes.isoformat(),
    }
    return {name: value for name, value in stated.items() if value}


def _status(programme: Programme, today: date) -> str | None:
    """What must be checked first is not told as active."""
    name = STATUSES.get(programme.status)
    return None if name is None or is_to_be_checked(programme, today) else f"{CONTEXT}/{name}"


def _amount(money: Funding) -> Node | None:
    """Schema.org tells loans by their sum, shares by the share and the most, grants by their bounds."""
    share = money.share_of_cost_percent
    if money.repayable:
        sum_ = _bounds(money.min_gbp, money.max_gbp)
        amount = {"@type": "MonetaryAmount", "currency": CURRENCY, **sum_}
        return {"@type": "LoanOrCredit", "amount": amount} if sum_ else None
    if share is not None:
        most = {} if money.max_gbp is None else {"maxValue": money.max_gbp, "valueReference": CURRENCY}
        return {"@type": "QuantitativeValue", "value": share, "unitCode": "P1", "unitText": "%", **most}
    return _quantity(Range(money.min_gbp, money.max_gbp), unitCode=CURRENCY)


def _in_years(months: Range | None) -> Range | None:
    """Return whole years, or nothing where a bound is none: a page is never wider than the record."""
    if months is None or any((bound or 0) % MONTHS_A_YEAR for bound in (months.min, months.max)):
        return None
    return Range(*(None if bound is None else bound / MONTHS_A_YEAR for bound in (months.min, months.max)))


def _quantity(limits: Range | None, **unit: str) -> Node | None:
    bounds = _bounds(limits.min, limits.max) if limits else {}
    return {"@type": "QuantitativeValue", **bounds, **unit} if bounds else None


def _bounds(least: float | None, most: float | None) -> Node:
    given = {"minValue": least, "maxValue": most}
    return {name: value for name, value in given.items() if value is not None}
