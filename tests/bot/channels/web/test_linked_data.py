"""The data for machines: of the right type, with properties that schema.org has for it."""

import pytest

from bot.channels.web.linked_data import linked
from knowledge.ranges import Range
from knowledge.records import Contact, Eligibility, Funding, Status
from tests.databases import shipped_facts
from tests.knowledge.factories import TODAY, make_programme

THING = {"@context", "@type", "identifier", "name", "description", "url"}
SERVICE = {"areaServed", "audience", "availableChannel", "provider", "serviceType"}
INCENTIVE = {
    "areaServed", "incentiveAmount", "incentiveStatus", "incentiveType", "provider", "validFrom",
    "validThrough",
}  # fmt: skip
OF = {
    "Service": THING | SERVICE,
    "GovernmentService": THING | SERVICE,
    "FinancialIncentive": THING | INCENTIVE,
    "BusinessAudience": {"@type", "numberOfEmployees", "yearlyRevenue", "yearsInOperation"},
    "QuantitativeValue": {"@type", "minValue", "maxValue", "value", "unitCode", "unitText", "valueReference"},
    "LoanOrCredit": {"@type", "amount"},
    "MonetaryAmount": {"@type", "currency", "minValue", "maxValue"},
    "ServiceChannel": {"@type", "serviceUrl", "servicePhone"},
    "ContactPoint": {"@type", "telephone", "email"},
    "AdministrativeArea": {"@type", "name"},
    "Organization": {"@type", "name"},
    "GovernmentOrganization": {"@type", "name"},
    "CollegeOrUniversity": {"@type", "name"},
    "ResearchOrganization": {"@type", "name"},
}


def nodes(content):
    if isinstance(content, dict):
        yield content
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from nodes(part)


def test_every_node_has_a_type_and_only_properties_of_that_type():
    for programme in shipped_facts().programmes:
        for node in nodes(linked(programme, TODAY)):
            types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
            assert node.keys() <= set().union(*(OF[kind] for kind in types)), programme.id
            assert None not in node.values()


@pytest.mark.parametrize(
    ("given", "types"),
    [
        ({"support": {"advice"}}, "GovernmentService"),
        ({"support": {"grant", "advice"}}, ["GovernmentService", "FinancialIncentive"]),
        ({"support": {"advice"}, "provider_kind": "university"}, "Service"),
        ({"support": {"loan"}, "provider_kind": "bank"}, ["Service", "FinancialIncentive"]),
        ({"support": {"tax_relief"}}, ["GovernmentService", "FinancialIncentive"]),
        ({"support": {"equity"}, "provider_kind": "investor"}, "Service"),
    ],
)
def test_who_gives_what_decides_the_type(given, types):
    assert linked(make_programme(**given), TODAY)["@type"] == types


@pytest.mark.parametrize(
    ("money", "amount"),
    [
        (
            Funding(1000, 5000),
            {"@type": "QuantitativeValue", "minValue": 1000, "maxValue": 5000, "unitCode": "GBP"},
        ),
        (
            Funding(None, 5000, 50),
            {
                "@type": "QuantitativeValue", "value": 50, "unitCode": "P1", "unitText": "%",
                "maxValue": 5000, "valueReference": "GBP",
            },
        ),
        (
            Funding(1000, None, None, repayable=True),
            {
                "@type": "LoanOrCredit",
                "amount": {"@type": "MonetaryAmount", "currency": "GBP", "minValue": 1000},
            },
        ),
        (Funding(), None),
        (None, None),
    ],
)  # fmt: skip
def test_the_amount_is_what_the_record_states(money, amount):
    assert linked(make_programme(funding=money), TODAY).get("incentiveAmount") == amount


def test_who_it_is_for_is_told_in_people_pounds_and_whole_years():
    asked = Eligibility(Range(None, 249), Range(50_000, None), Range(24, 30))
    whole = Eligibility(trading_months=Range(24, None))

    assert linked(make_programme(eligibility=asked), TODAY)["audience"] == {
        "@type": "BusinessAudience",
        "numberOfEmployees": {"@type": "QuantitativeValue", "maxValue": 249},
        "yearlyRevenue": {"@type": "QuantitativeValue", "minValue": 50_000, "unitCode": "GBP"},
    }
    years = linked(make_programme(eligibility=whole), TODAY)["audience"]["yearsInOperation"]
    assert years == {"@type": "QuantitativeValue", "minValue": 2, "unitCode": "ANN"}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "https://schema.org/IncentiveStatusActive"),
        ({"status": Status.PAUSED}, "https://schema.org/IncentiveStatusOnHold"),
        ({"status": Status.UNKNOWN}, None),
        ({"last_known": "2024-01"}, None),
    ],
)
def test_what_must_be_checked_first_is_never_told_as_active(given, status):
    assert linked(make_programme(**given), TODAY).get("incentiveStatus") == status


def test_an_address_that_is_no_web_address_is_left_out():
    told = linked(make_programme(contact=Contact("javascript:alert(1)")), TODAY)

    assert "url" not in told
    assert "availableChannel" not in told
