"""A slip in a word that nobody knows is mended, and every part still leads to what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.spelling import MOST_SLIPS, Spelling

RARITY = {"welders": 5.0, "finding": 3.0, "funding": 2.0, "machine": 4.0, "can't": 1.0, "tax": 1.0}
ENGLISH = {"fending", "colour"}


@pytest.fixture(scope="module")
def spelling():
    return Spelling(RARITY, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no weldrs", "no welders"),
        ("no wleders", "no welders"),
        ("Wwelders wanted", "welders wanted"),
        ("fnding for a mchine", "funding for a machine"),
        ("cann’t", "can't"),
    ],
)
def test_a_slip_is_mended_to_the_most_usual_word(spelling, written, meant):
    assert spelling.mend(written).text == meant


@pytest.mark.parametrize(
    "written",
    [
        "fending",
        "welders",
        "txa",
        "we asked Weldrs",
        "WELDRS",
        "the FNDING",
        "wwwelders",
        "",
        "£50k?!",
        "colour",
    ],
)
def test_words_that_are_known_short_names_or_far_off_stay(spelling, written):
    assert spelling.mend(written).text == written


def test_of_many_slips_the_first_few_are_mended(spelling):
    mended = spelling.mend(" ".join(["weldrs"] * 3 * MOST_SLIPS)).text.split()

    assert mended == ["welders"] * MOST_SLIPS + ["weldrs"] * 2 * MOST_SLIPS


SLIPS = ("weldrs", "fnding", "machinee")
words = st.one_of(
    st.sampled_from([*RARITY, "weldrs", "fnding", "mchine", "machinee", "Dudley"]), st.text(max_size=6)
)


@given(st.lists(words, max_size=12))
def test_each_part_leads_to_what_was_written(said):
    mended = Spelling(RARITY, ENGLISH.__contains__).mend(" ".join(said))

    start, end = mended.place(mended.text)

    assert " ".join(said)[start:end] == " ".join(said)


@given(st.lists(st.sampled_from([*SLIPS, "tax"]), min_size=2, max_size=6, unique=True))
def test_a_part_after_a_slip_is_found_where_it_was_written(said):
    written = " ".join(said)
    mended = Spelling(RARITY, ENGLISH.__contains__).mend(written)

    places = [mended.place(word) for word in mended.text.split()]

    assert [written[start:end] for start, end in places] == said


def test_what_is_no_part_is_all_of_it(spelling):
    assert spelling.mend("no weldrs").place("something else") == (0, 9)
