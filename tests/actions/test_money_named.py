"""Kinds of money, asked for and ruled out."""

import doctest

import pytest

from actions import contacts, money_named, numbers, outcome, programmes_meant, take_feedback
from actions.money_named import named, refused
from desk import people_names, spoken_numbers
from tests.databases import shipped_facts

PROGRAMMES = {programme.id: programme for programme in shipped_facts().programmes}


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("need a loan of 50k", ("loan",), ()),
        ("got owt thats not a loan", (), ("loan",)),
        ("any grants? my husband won't hear of us borrowing", ("grant",), ("loan",)),
        ("he won't give equity, so other routes?", (), ("equity",)),
        ("the bank won't lend to us", ("loan",), ()),
        ("is there any money", (), ()),
    ],
)
def test_what_is_ruled_out_is_told_from_what_is_asked_for(text, wanted, unwanted):
    assert (named(text), refused(text)) == (wanted, unwanted)


def test_who_asks_for_a_loan_is_shown_loans(talk):
    talk.say("find_funding", "we need a loan of 50k")

    assert talk.kinds == {"programme"}
    assert all("loan" in PROGRAMMES[one].support for one in talk.cards)


def test_who_asks_for_a_grant_that_there_is_not_hears_so_before_other_money_is_shown(talk):
    shop = [
        {"entity": "place", "value": "dudley", "text": "Dudley"},
        {"entity": "sector", "value": "retail_and_hospitality", "text": "cake shop"},
    ]
    talk.say("find_funding", "any grants for a cake shop in Dudley", shop)
    grants = [one for one in talk.cards if "grant" in PROGRAMMES[one].support]

    assert grants or "I know of no programme with a grant" in talk.reply.text


def test_more_options_without_a_loan_shows_none(talk):
    talk.say("find_funding", "is there any money")
    talk.say("more_options", "got owt that's not a loan")

    assert all(
        "loan" not in PROGRAMMES[card.id].support for card in talk.reply.cards if card.kind == "programme"
    )


@pytest.mark.parametrize(
    "module",
    [
        contacts,
        money_named,
        numbers,
        outcome,
        people_names,
        programmes_meant,
        spoken_numbers,
        take_feedback,
    ],
)
def test_the_examples_in_the_code_are_true(module):
    assert doctest.testmod(module).failed == 0
