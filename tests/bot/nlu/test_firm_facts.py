"""The sector that a text was understood to tell is taken where no rule finds one."""

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.firm_facts import FirmFacts
from bot.nlu.reading import shared_reader
from bot.nlu.situation_classifier import SECTOR, SECTORS
from bot.nlu.understood import Told


def sectors(text, told, likely=None):
    message = Message(data={TEXT: text, SECTOR: told, SECTORS: likely})
    FirmFacts(shared_reader()).process([message])
    return [one for one in message.get(ENTITIES) if one["entity"] == "sector"]


def test_a_sector_that_no_rule_finds_is_guessed_with_the_words_that_tell_it():
    text = "hello, number plate lamps go out of this unit by the crate"
    told = Told("automotive", 0.9, "number plate lamps go out of this unit by the crate")

    (found,) = sectors(text, told)

    assert (found["value"], found["guessed"]) == ("automotive", True)
    assert text[found["start"] : found["end"]] == told.words


def test_a_sector_that_a_rule_finds_is_no_guess():
    (found,) = sectors("we run a bakery in Leek", Told("manufacturing", 0.99, "we run a bakery in Leek"))

    assert found["value"] == "food_and_drink"
    assert "guessed" not in found


def test_a_sector_that_is_denied_stops_the_guess():
    found = sectors("we are not a bakery", Told("manufacturing", 0.99, "we are not a bakery"))

    assert [(one["value"], one["negated"]) for one in found] == [("food_and_drink", True)]


def test_without_a_sector_told_nothing_is_guessed():
    assert sectors("we cannot find anybody", None) == []


def test_a_sector_hardly_told_beside_one_that_is_told_is_left_out():
    likely = {"food_and_drink": 0.97, "retail_and_hospitality": 0.004}

    found = sectors("we make cheese and think of a farm shop", None, likely)

    assert [one["value"] for one in found] == ["food_and_drink"]


def test_a_single_sector_stays_however_unlikely():
    (found,) = sectors("removals round Walsall, 6 lads", None, {"logistics_and_transport": 0.01})

    assert found["value"] == "logistics_and_transport"


def test_a_machine_alone_is_no_guess_of_manufacturing():
    text = "any help towards a plasma cutter?"

    assert sectors(text, Told("manufacturing", 0.98, text)) == []
