"""What the person left out leaves the house in no form and on no way."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cases import Consent, Part
from desk.chatwoot.texts import attributes, contact, notes
from desk.couriers import Parcel
from desk.handoff_event import handoff_event
from desk.hidden import Hidden
from desk.letters import letter
from desk.outside import heard
from desk.page import page
from desk.transcript import Line
from desk.webhooks import body_of
from knowledge.storage.deliveries import Delivery, Kind, Progress
from knowledge.wording import say
from tests.desk.making import NOON, given_case, given_conversation, make_brief, make_case, make_consent

FIRST = st.sampled_from(["Priya", "Zoë", "Jean-Luc", "Mohammed", "Siân", "Oluwaseun"])
LAST = st.sampled_from(["Patel", "O'Neill", "Quibble", "Wojciechowska", "de Vries"])
FIRMS = st.sampled_from(["Quibble Gears", "Fizzpop Labs", "Zorblatt & Daughter", "Wibble Street Bakery"])
ABOUT = [
    "I'm {name} from {firm} Ltd",
    "my name is {name} and we are called {firm}.",
    "Hello, {name} here from {firm} Limited. We need a press",
    "This is {name} from {firm} Ltd, is anybody there?",
    "We need money for {firm} Ltd.\n\nKind regards,\n{name}",
    "I'm {name}, and my company is called {firm}",
]
LATER = [
    "{first} again", "ask for {FIRST}", "{name}’s press broke", "it was {last} who rang", "{firm}'s press",
    "the people at {FIRM}", "{name}  wants it", "write to {first}.{last}@example.org", "what about {firm}?",
]  # fmt: skip


def told(first, last, firm):
    name = f"{first} {last}"
    return {
        "first": first, "last": last, "name": name, "firm": firm,
        "FIRST": first.upper(), "FIRM": firm.upper(),
    }  # fmt: skip


def everything_sent(case, brief):
    """Return all that leaves the house of one case, by every way out."""
    parcel = Parcel(
        Delivery("d1", case.id, Kind.CASE, Progress.WAITING, NOON, 1, NOON),
        replace(case, brief=brief.pack()),
        NOON,
    )
    mail = letter(parcel.delivery, case.reference, brief, "signpost@hub.example", "desk@hub.example")
    person, attached = mail.iter_parts()
    chatwoot = [one.text for one in notes(brief, case.id, "d1")]
    chatwoot += [*attributes(brief, case.id).values(), *contact(case, brief.person).values()]
    sent = [
        json.dumps(brief.pack(), ensure_ascii=False),
        page(brief),
        json.dumps(json.loads(body_of(parcel)), ensure_ascii=False),
        json.dumps(handoff_event(brief), ensure_ascii=False),
        mail["Subject"],
        person.get_content(),
        json.dumps(json.loads(attached.get_payload(decode=True)), ensure_ascii=False),
        *chatwoot,
    ]
    return "\n".join(sent).replace("\\", "").replace("’", "'").lower()


@given(FIRST, LAST, FIRMS, st.sampled_from(ABOUT), st.lists(st.sampled_from(LATER), max_size=4))
def test_a_name_that_was_left_out_goes_out_on_no_way(first, last, firm, about, later):
    words = told(first, last, firm)
    said = tuple(Line(NOON, "person", text.format(**words)) for text in (about, *later))
    bot = Line(NOON, "bot", f"Thank you, {first}.")
    noted = {
        "profile": {"employees": 12, "own_words": {"employees": about.format(**words)}},
        "need": about.format(**words),
        "barriers": [{"name": "finance", "words": f"{first} {last} was refused"}],
        "open_questions": [f"Is {first} the owner?"],
    }
    wording = f"May I pass this on: “{about.format(**words)}”?"
    consent = replace(make_consent(Part.NAME, Part.FIRM, Part.CONTACT), wording=wording)
    case = make_case(id="c1", consent=consent, person=None)

    sent = everything_sent(case, make_brief(case, noted, (*said, bot)))

    assert first.lower() not in sent
    assert last.lower().removeprefix("de ") not in sent
    assert firm.lower() not in sent


NUMBER = [
    "01632 960123", "+44 1632 960123", "0 1 6 3 2 9 6 0 1 2 3",
    "oh one six three two, nine six oh one two three",
    "01632960123", "(01632) 960 123", "01632-960-123", "oh one six three two nine six oh double one three",
]  # fmt: skip
ADDRESS = ["pat@example.org", "pat @ example.org", "pat at example dot org", "PAT@EXAMPLE.ORG"]


@given(
    st.sampled_from(NUMBER),
    st.sampled_from(ADDRESS),
    st.sampled_from(["my number is {}", "{}", "ring {}, ok"]),
)
def test_no_number_and_no_address_goes_out_that_was_left_out(number, address, around):
    texts = (around.format(number), around.format(address))
    said = tuple(Line(NOON, "person", text) for text in texts)
    noted = {"need": texts[0], "profile": {"employees": 12, "own_words": {"employees": texts[1]}}}
    case = make_case(id="c1", consent=make_consent(Part.CONTACT), person=None)

    sent = everything_sent(case, make_brief(case, noted, said))

    assert "960" not in sent
    assert "nine six" not in sent
    assert "pat" not in sent.replace("part", "").split()
    assert "example" not in sent


def test_the_name_that_was_asked_for_goes_as_well():
    said = (
        Line(NOON, "bot", say("utter_handoff_name")),
        Line(NOON, "person", "priya patel, best on 01632 960123"),
        Line(NOON, "bot", say("utter_handoff_contact")),
        Line(NOON, "person", "I would rather you left my name out. Priya"),
    )
    brief = make_brief(make_case(consent=make_consent(Part.NAME), person=None), {}, said)

    assert "priya" not in page(brief).lower()
    assert "patel" not in page(brief).lower()


def test_with_consent_to_the_name_it_stays():
    said = (Line(NOON, "person", "I'm Priya Patel from Quibble Gears Ltd"),)

    assert "Priya Patel from Quibble Gears" in page(make_brief(make_case(), {}, said))


def test_the_name_of_the_firm_goes_with_the_firm_alone():
    said = (Line(NOON, "person", "I'm Priya Patel from Quibble Gears Ltd. Quibble gears is ten years old."),)
    text = page(make_brief(make_case(consent=make_consent(Part.FIRM)), {}, said))

    assert "Priya Patel" in text
    assert "quibble" not in text.lower()


def test_who_is_called_as_a_common_word_does_not_take_the_word_along():
    hidden = Hidden.of((), None, [Line(NOON, "person", "I'm Will Grant from Gears Ltd")])

    assert hidden.out_of("Will Grant asks: will the grant pay for gears?") == (
        "[removed] asks: will the grant pay for gears?"
    )


@pytest.mark.parametrize(
    "text",
    [
        "I'm from Dudley",
        "I'm looking for a grant",
        "this is urgent from our side",
        "We are a limited company from Walsall, and I am the owner",
        "thanks, that is all from me",
    ],
)
def test_words_that_are_no_name_stay(text):
    said = (Line(NOON, "person", text),)
    case = make_case(consent=make_consent(Part.NAME, Part.FIRM), person=None)

    assert text in page(make_brief(case, {}, said))


def test_a_desk_outside_does_not_hear_it_while_the_request_waits(database):
    given_conversation(database, "c1", "I'm Priya Patel from Quibble Gears Ltd", "is Priya next?")
    case = given_case(database, consent=make_consent(Part.NAME), person=None, opened=NOON)

    with database.reading() as session:
        lines = [one.text for one in heard(session, case, 0, lambda _: True)]

    assert lines == ["I'm [removed] from Quibble Gears Ltd", "is [removed] next?"]


@given(st.frozensets(st.sampled_from(Part)), st.lists(st.text(max_size=60), max_size=3))
def test_what_was_cleaned_once_is_clean(parts, texts):
    said = tuple(Line(NOON, "person", text) for text in texts)
    brief = make_brief(make_case(consent=Consent("?", "1", "A Hub", parts), person=None), {}, said)

    assert make_brief(make_case(consent=brief.consent, person=None), {}, brief.transcript) == brief


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Sam Jones, Jones Gears, Dudley", "[removed], [removed], Dudley"),
        ("sam jones here from jones gears", "[removed] here from [removed]"),
        ("Hello, Priya Patel from Patel Foods here", "Hello, [removed] from [removed] here"),
        ("i'm priya, i run a bakery", "i'm [removed], i run a bakery"),
        ("Jones Gears needs a grant", "[removed] needs a grant"),
        ("I run Brook Street Bakery", "I run [removed]"),
        ("Thanks\n\nSam Jones\nDirector", "Thanks\n\n[removed]\nDirector"),
        ("see www.jonesgears.co.uk", "see [removed]"),
        ("we are at 12 Brook Street, Dudley", "we are at [removed], Dudley"),
    ],
)
def test_who_never_says_that_it_is_their_name_is_left_out_as_well(said, left):
    assert Hidden.of((), None, [Line(NOON, "person", said)]).out_of(said) == left


@pytest.mark.parametrize("agreed", [{Part.FIRM}, {Part.CONTACT}, set()])
def test_where_a_firm_is_found_goes_with_the_firm_or_with_the_contact(agreed):
    said = "We are at 12 Brook Street and www.jonesgears.co.uk"
    lines = [Line(NOON, "person", said), Line(NOON, "bot", "Look at www.gov.uk/grants")]

    hidden = Hidden.of(agreed | {Part.NAME}, None, lines)

    assert hidden.out_of(said) == "We are at [removed] and [removed]"
    assert hidden.out_of(lines[1].text) == lines[1].text


def test_where_a_firm_is_found_stays_with_both():
    said = "We are at 12 Brook Street and www.jonesgears.co.uk"

    hidden = Hidden.of({Part.FIRM, Part.CONTACT}, None, [Line(NOON, "person", said)])

    assert hidden.out_of(said) == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("priya patel, patel gears, walsall", "[removed], [removed], walsall"),
        ("hiya someone from acme castings here", "hiya someone from [removed] here"),
        ("Priya", "[removed]"),
        ("ask for Dave at the front desk", "ask for [removed] at the front desk"),
        ("my partner Olga Smirnova", "my partner [removed]"),
        ("Dave Jones, MD of Jones Gears", "[removed], MD of [removed]"),
        ("B69 3DB", "[removed]"),
        ("we are in Corporation Street", "we are in [removed]"),
        (
            "Regards\n\nP. Quillfeather (Mrs)\nQuillfeather Upholstery",
            "Regards\n\n[removed] (Mrs)\n[removed]",
        ),
        ("ask for Will, will you?", "ask for [removed], will you?"),
    ],
)
def test_whoever_is_named_in_whatever_way_is_left_out(said, left):
    assert Hidden.of((), None, [Line(NOON, "person", said)]).out_of(said) == left


def test_a_brief_without_name_firm_and_contact_still_tells_what_is_needed():
    need = "We want a grant for a CNC lathe, help with cash flow, Made Smarter or a KTP with Aston University"
    said = (
        Line(NOON, "person", "Sam Jones, Jones Gears, Dudley. Will the bank mark us down in May?"),
        Line(NOON, "person", f"{need}. Ask for Grant or Rose Khan."),
        Line(NOON, "bot", "Look at Made Smarter and at Help to Grow."),
    )
    noted = {
        "need": need,
        "barriers": [{"name": "finance", "words": "the bank will not grant us a loan in May"}],
    }
    case = make_case(consent=make_consent(Part.NAME, Part.FIRM, Part.CONTACT), person=None)

    text = page(make_brief(case, noted, said))

    for told in (
        need,
        "the bank will not grant us a loan in May",
        "Will the bank mark us down in May?",
        "Dudley",
    ):
        assert told in text
    for kept_back in ("Sam", "Jones", "Rose", "Khan"):
        assert kept_back not in text
