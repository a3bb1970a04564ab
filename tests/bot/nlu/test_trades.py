"""What the firm does, told from what its customers, advisers and hires do."""

import pytest

from bot.nlu.reading import shared_reader


def found(text: str) -> list[object]:
    return [one.value for one in shared_reader().read(text) if one.entity == "sector"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("we do roofin in Walsall", "construction"),
        ("a seat belt mfr", "automotive"),
        ("our paint shop needs a new oven", "automotive"),
        ("construction recruitment, 4 staff", "professional_and_business_services"),
        ("would that suit a foundry?", "manufacturing"),
        ("the garage in Lye has four ramps", "automotive"),
        ("we bought the plating business", "manufacturing"),
        ("the bakery firm I'm in is old", "food_and_drink"),
        ("we just make umbrella handles and crooks", "manufacturing"),
        ("a hingemaker near Tipton", "manufacturing"),
        ("sole trader gardening dudley", "agriculture"),
        ("we write the payroll software that half the county has", "digital_and_technology"),
        ("Retail client (WS13, 26 emp)", "retail_and_hospitality"),
        ("is that sensible for a body shop?", "automotive"),
        ("Started in 2019 making bespoke stair parts", "manufacturing"),
        ("it's all fencing now", "construction"),
        ("8 blokes fittin kitchens", "construction"),
        ("levy transfer for care provider", "health_and_life_sciences"),
        ("The farm shop at Tenbury is ours", "retail_and_hospitality"),
        ("we do data analytics for a living", "digital_and_technology"),
        ("we press steel brackets for kitchens", "manufacturing"),
        ("we turn and mill parts, 9 of us", "manufacturing"),
        ("the firm casts bronze bells", "manufacturing"),
        ("we brew beer", "food_and_drink"),
    ],
)
def test_the_trade_of_the_firm(text: str, sector: str) -> None:
    assert found(text) == [sector]


@pytest.mark.parametrize(
    "text",
    [
        "our customers are breweries and bakeries",
        "me accountant says no",
        "we press our suppliers for better prices",
        "that casts doubts on the whole plan",
        "we press on with fewer orders",
        "stocked in nine farm shops",
        "fell out wi the solicitor",
        "we teach people skills in ceramics",
        "heat pumps for the hall",
        "our cyber security is poor",
        "it's a waste of time",
        "do i need insurance",
        "nine aerospace customers",
        "the windows leak",
        "the toolmaker has retired",
        "get a cobot in to do the weldin",
        "a wholesaler went under owing us money",
        "one garden centre chain stopped ordering",
        "someone at the pub said so",
        "anybody doing 3D printed tooling?",
        "a job at the foundry",
        "my mate works at the foundry",
        "for hotels and restaurants",
        "for me cousin, hes got a corner shop",
    ],
)
def test_what_is_not_the_trade_of_the_firm(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [("we are food not engineering", "manufacturing"), ("was food, now pet treats", "food_and_drink")],
)
def test_a_trade_that_is_over_is_marked(text: str, denied: str) -> None:
    sectors = [one for one in shared_reader().read(text) if one.entity == "sector"]

    assert [one.value for one in sectors if one.negated] == [denied]


def test_people_who_are_counted_are_staff_and_not_a_trade_beside_another() -> None:
    assert found("electrolysers, fourteen engineers") == ["energy_and_low_carbon"]
