"""Subsidies that add up: told when they do, asked for when it matters, never as legal advice."""

import pytest

from actions.aid import aid_in
from tests.actions.conftest import entity


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("client had £180k subsidy last 3 yrs, MFA headroom issue for this one?", 180_000),
        ("we have received 20 thousand pounds of de minimis", 20_000),
        ("we got £1.5m in state aid", 1_500_000),
        ("we want a grant of £20k", None),
        ("what is de minimis?", None),
        ("no MFA on our e-mail, and we got 3 phishing mails", None),
        ("we had £20k, then £30k of subsidies", None),
    ],
)
def test_only_a_sum_that_was_had_as_a_subsidy_is_counted(text, had):
    assert aid_in(text) == had


def test_a_plan_with_several_grants_says_that_they_add_up_and_asks_when_pressed(talk):
    talk.say("give_profile", "Oswestry", [entity("place", "shropshire")])
    talk.say("find_funding", "is there a grant for us", [], [{"name": "finance", "words": "a grant"}])
    talk.say("request_roadmap", "make a plan")
    assert "£315,000" in talk.reply.text
    assert "no legal advice" in talk.reply.text

    talk.press("ask:aid_received")
    assert talk.question == "aid_received"
    talk.press(
        next(c for c in talk.reply.choices if dict(c.entities).get("aid_received") == {"min": 200_000})
    )

    assert talk.memory.firm.aid_received.pack() == {"min": 200_000, "max": None}
    assert "may have had all" in talk.reply.text


def test_a_subsidy_that_was_had_is_no_money_sought(talk):
    talk.say("give_profile", "we had £180k of subsidies", [entity("amount", 180_000, "£180k")])

    assert talk.memory.firm.amount is None
    assert talk.memory.firm.aid_received.pack() == 180_000
