"""Facts about the firm: noted, corrected, asked for, forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversation import Entity
from actions.memory import Memory, Question, Said
from actions.noting import number_of
from actions.numbers import number_in
from actions.whereabouts import whereabouts
from knowledge.firms import Firm
from knowledge.ranges import Range

BLACK_COUNTRY = ["dudley", "sandwell", "walsall", "wolverhampton"]


def entity(name, value, text="", negated=False):
    return {
        "entity": name,
        "value": value,
        "text": text or str(value),
        "negated": negated,
        "extractor": "test",
    }


def place(value, text="", negated=False):
    return entity("place", value, text, negated)


def test_a_sector_that_was_guessed_fills_a_gap_and_is_nobodys_own_words(talk):
    guess = {**entity("sector", "manufacturing", "we cannot find welders"), "guessed": True}

    talk.say("describe_situation", "we cannot find welders", [guess])

    assert talk.memory.firm.sectors == ("manufacturing",)
    assert "sectors" not in dict(talk.memory.firm.own_words)


@pytest.mark.parametrize("intent", ["describe_situation", "give_profile", "correct_profile"])
def test_a_sector_that_was_said_does_not_yield_to_a_guess(talk, intent):
    talk.say("give_profile", "we run a bakery", [entity("sector", "food_and_drink", "bakery")])
    guess = {**entity("sector", "manufacturing", "we cannot find welders"), "guessed": True}

    talk.say(intent, "we cannot find welders", [guess])

    assert talk.memory.firm.sectors == ("food_and_drink",)


def test_facts_are_remembered_with_the_words_they_were_said_in(talk):
    talk.say(
        "give_profile", "22 ppl in Walsall", [entity("employees", 22, "22 ppl"), place("walsall", "Walsall")]
    )
    firm = talk.memory.firm

    assert (firm.places, firm.employees) == (("walsall",), Range(22, 22))
    assert dict(firm.own_words) == {"employees": "22 ppl", "places": "Walsall"}
    assert "22" in talk.reply.text


def test_a_correction_replaces_and_what_was_denied_goes(talk):
    talk.say("give_profile", "Rugby", [place("rugby")])
    talk.say("correct_profile", "Redditch, not Rugby", [place("redditch"), place("rugby", negated=True)])

    assert talk.memory.firm.places == ("redditch",)


def test_a_correction_that_is_a_number_alone_is_of_the_number_that_is_known(talk):
    talk.say("find_skills", "18 of us, training please", [entity("employees", 18)])
    talk.say("correct_profile", "no we have 28")

    assert talk.memory.firm.employees == Range(28, 28)


def test_a_value_that_is_only_denied_is_not_known_again(talk):
    talk.say("give_profile", "12 in Rugby", [place("rugby"), entity("employees", 12)])
    talk.say(
        "correct_profile",
        "not Rugby, not 12",
        [place("rugby", negated=True), entity("employees", 12, negated=True)],
    )

    assert talk.memory.firm == Firm()


@pytest.mark.parametrize(
    "intent", ["greet", "ask_if_bot", "give_feedback", "out_of_scope", "privacy_request"]
)
def test_what_is_said_about_something_else_tells_nothing_of_the_firm(talk, intent):
    talk.say(intent, "like that firm in Rugby", [place("rugby")])

    assert talk.memory.firm == Firm()


def test_a_place_in_passing_does_not_replace_where_the_firm_is(talk):
    talk.say("give_profile", "Walsall", [place("walsall")])
    talk.say("find_events", "what is on in Coventry", [place("coventry")])

    assert talk.memory.firm.places == ("walsall",)


def test_a_group_of_places_is_asked_about(talk):
    talk.say("give_profile", "the Black Country", [place(BLACK_COUNTRY, "the Black Country")])
    offered = [dict(c.entities)["place"] for c in talk.reply.choices if c.intent == "give_profile"]
    assert offered == BLACK_COUNTRY

    talk.press("dudley")
    assert talk.memory.firm.places == ("dudley",)


def test_two_places_in_one_message_are_asked_about(talk):
    talk.say("find_funding", "shops in Dudley and Coventry", [place("dudley"), place("coventry")])

    assert talk.question == "places"
    talk.say("give_profile", "Coventry", [place("coventry")])
    assert talk.memory.firm.places == ("coventry",)


def test_a_postcode_leads_to_its_district(talk):
    talk.say("give_profile", "WV10 8XX", [entity("postcode", "WV10 8XX")])

    assert "wolverhampton" in talk.memory.firm.places


def test_a_place_outside_is_said_to_be_outside(talk):
    talk.say("give_profile", "Leeds", [place("outside", "Leeds")])

    assert talk.memory.firm.places == ("outside",)
    assert "outside the West Midlands" in talk.reply.text


def test_a_place_that_nobody_knows_is_asked_for_once_more_and_then_let_be(talk):
    talk.say("find_funding", "money")
    talk.say("nlu_fallback", "Little Snoring")
    assert talk.question == "places"
    talk.say("nlu_fallback", "Little Snoring")

    assert talk.question is None


@pytest.mark.parametrize(("text", "people"), [("12", 12), ("about 12", 12), ("12 of us", 12)])
def test_a_bare_number_answers_the_open_question(talk, text, people):
    talk.slots = Memory(aim="find_funding", question=Question("employees", {"then": "find_support"})).pack()
    talk.say("nlu_fallback", text)

    assert talk.memory.firm.employees == Range(people, people)


def test_years_are_asked_for_and_months_are_kept(talk):
    talk.slots = Memory(
        aim="find_funding", question=Question("trading_months", {"then": "find_support"})
    ).pack()
    talk.say("nlu_fallback", "4")

    assert talk.memory.firm.trading_months == Range(48, 48)


def test_something_else_said_to_a_question_is_answered_as_such(talk):
    talk.say("find_funding", "money")
    talk.say("explain_term", "what is match funding?")

    assert "match funding" in talk.reply.text.lower()
    assert talk.question is None


def test_a_correction_without_a_fact_shows_what_is_noted_and_lets_it_be_forgotten(talk):
    talk.say("give_profile", "Rugby", [place("rugby")])
    talk.say("correct_profile", "that is wrong")
    assert "Rugby" in talk.reply.text
    talk.press("forget:places")

    assert talk.memory.firm.places == ()


def test_after_a_fact_what_fits_is_offered_again_when_a_need_is_known(talk):
    talk.say("find_funding", "money")
    talk.say("give_profile", "Walsall", [place("walsall")])

    assert talk.kinds == {"programme"}


@pytest.mark.parametrize(
    ("named", "places", "doubts"),
    [
        ([("redditch",), ("worcestershire",)], ("redditch",), ()),
        ([tuple(BLACK_COUNTRY), ("dudley",)], ("dudley",), ()),
        ([("dudley",), ("outside",)], ("dudley",), ()),
        ([("outside",)], ("outside",), ()),
        ([("dudley",), ("coventry",)], ("dudley", "coventry"), ("dudley", "coventry")),
        ([("somewhere unheard of",)], (), ()),
        ([], (), ()),
    ],
)
def test_of_several_places_the_narrowest_is_meant(named, places, doubts):
    found = whereabouts(Entity("place", list(ids), "there") for ids in named)

    assert (found.places, found.doubts) == (places, doubts)


@pytest.mark.parametrize(
    ("text", "number"),
    [("£1.5m", 1_500_000), ("250k", 250_000), ("1,200", 1200), ("B77 1AA", None), ("12 or 14", None)],
)
def test_a_number_is_read_as_people_type_it(text, number):
    assert number_in(text) == number


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda c: st.lists(c) | st.dictionaries(st.text(), c),
    )
)
def test_no_value_of_an_entity_breaks_the_reading_of_numbers(value):
    found = number_of(value)

    assert found is None or isinstance(found, Range)


@given(st.text())
def test_no_text_breaks_the_reading_of_a_bare_number(text):
    number_in(text)


def test_a_memory_packs_to_slots_and_back():
    memory = Memory(
        firm=Firm(places=("walsall",), employees=Range(10, 49)),
        barriers=(Said("skills", "no welders"),),
        wants=("grant",),
        question=Question("employees", {"then": "find_support"}),
        case={"reference": "SP-ABCDEF"},
        distressed=True,
    )

    assert Memory.unpack(memory.pack()) == memory
    assert memory.changes_since(memory) == {}
    assert set(memory.changes_since(Memory())) == {
        "firm", "barriers", "wants", "question", "case", "distressed",
    }  # fmt: skip


def test_a_correction_that_the_note_agrees_with_is_said_to_be_so(talk):
    talk.say("give_profile", "Shrewsbury", [place("shropshire")])
    said = [place("staffordshire", negated=True), place("shropshire", "shrewsbury")]
    talk.say("correct_profile", "no not staffordshire i said shrewsbury", said)

    assert "Yes, I have Shropshire." in talk.reply.text


@pytest.mark.parametrize("intent", ["give_profile", "correct_profile"])
def test_a_bare_number_after_a_head_count_replaces_it(talk, intent):
    talk.say("give_profile", "4 of us", [entity("employees", 4)])
    talk.say(intent, "ok 6 if you count part timers")

    assert talk.memory.firm.employees == Range(6, 6)


def test_who_is_in_distress_is_not_asked_for_facts_again(talk):
    talk.say("urgent_distress", "we are going under")
    talk.say("give_profile", "i just do not know")

    assert talk.memory.distressed
    assert "brackets" not in talk.reply.text


def test_a_number_that_is_no_fact_means_the_programme_shown_there(talk):
    talk.say("find_funding", "a grant in Walsall", [entity("place", "walsall")])
    third = talk.cards[2]
    talk.say("give_profile", "3")
    assert talk.cards == [third]


@pytest.mark.parametrize("form", ["sole_trader", "partnership", "limited_company", "cic", "charity"])
def test_a_legal_form_is_said_back_in_plain_words(talk, form):
    talk.say("give_profile", "we are one", [entity("legal_form", form)])

    assert form.replace("_", " ") in talk.reply.text or form == "cic"
    assert "_" not in talk.reply.text


def test_technologies_are_said_back_as_people_write_them(talk):
    talk.say(
        "find_digital", "erp and robots", [entity("technology", "erp"), entity("technology", "robotics")]
    )

    assert "ERP and robotics" in talk.reply.text


def told_two_barriers(talk):
    talk.say(
        "describe_situation",
        "cannot find welders and the bank said no",
        [place("dudley", "Dudley")],
        [
            {"name": "skills", "confidence": 0.9, "words": "cannot find welders"},
            {"name": "finance", "confidence": 0.9, "words": "the bank said no"},
        ],
    )


def test_barriers_add_up_over_a_conversation_and_can_be_taken_back_in_words(talk):
    told_two_barriers(talk)

    talk.say("correct_profile", "the money is sorted now", taken_back=("finance",))

    assert [one.name for one in talk.memory.barriers] == ["skills"]
    assert "I no longer count this as a problem: money" in talk.reply.text
    assert talk.kinds == {"programme"}


def test_what_is_noted_shows_each_barrier_with_the_persons_words_and_lets_it_go(talk):
    told_two_barriers(talk)
    talk.say("correct_profile", "that is wrong")
    assert "cannot find welders" in talk.reply.text

    talk.press("forget:skills")

    assert [one.name for one in talk.memory.barriers] == ["finance"]


def test_taking_back_what_was_never_said_changes_nothing(talk):
    told_two_barriers(talk)

    talk.say("describe_situation", "energy isn't a problem", taken_back=("energy_and_carbon",))

    assert {one.name for one in talk.memory.barriers} == {"skills", "finance"}
    assert "no longer count" not in talk.reply.text


def test_a_question_with_yes_or_no_takes_the_word_and_the_button(talk):
    for answered in ("typed", "pressed"):
        talk.slots = {
            **talk.slots,
            "firm": {},
            "question": {"kind": "makes_goods", "takes_text": True, "then": "give_profile"},
        }
        if answered == "typed":
            talk.say("deny", "no")
        else:
            talk.say(
                "affirm", "Yes", [{"entity": "answer", "value": "yes", "text": "Yes", "extractor": "choice"}]
            )

        assert talk.memory.firm.makes_goods is (answered == "pressed")
        assert "goods" in talk.reply.text
