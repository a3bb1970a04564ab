import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan_text import LONGEST_PART, cut, lines_of, parts_of
from tests.knowledge.plans_to_keep import kept_plan, kept_programme, kept_step

words = st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1, max_size=30)
lines = st.lists(st.lists(words, max_size=40).map(" ".join), max_size=20)


def words_of(texts):
    return " ".join(texts).split()


@given(lines, st.integers(30, 400))
def test_no_part_is_too_long_and_no_word_is_lost_or_cut(given_lines, longest):
    parts = cut(given_lines, longest)

    assert all(0 < len(part) <= longest for part in parts)
    assert words_of(parts) == words_of(given_lines)


@given(st.lists(st.text(max_size=300), max_size=10), st.integers(1, 50))
def test_whatever_the_text_nothing_of_it_is_lost(given_lines, longest):
    parts = cut(given_lines, longest)

    assert all(len(part) <= longest for part in parts)
    assert "".join(words_of(parts)) == "".join(words_of(given_lines))


@given(lines)
def test_what_fits_into_one_part_is_one_part(given_lines):
    assert len(cut(given_lines, 100_000)) <= 1


def test_a_line_is_kept_whole_where_it_can_be():
    assert cut(["one two", "three four"], 12) == ("one two", "three four")


def test_a_long_line_is_cut_after_a_sentence():
    assert cut(["One two. Three four. Five."], 17) == ("One two.", "Three four. Five.")


def test_a_plan_is_told_in_messages_of_a_phone():
    steps = [kept_step(n, programmes=(kept_programme(), kept_programme("b-loan"))) for n in range(1, 8)]
    plan = kept_plan(*steps)

    parts = parts_of(plan)

    assert len(parts) > 1
    assert max(map(len, parts)) <= LONGEST_PART
    assert words_of(parts) == words_of(lines_of(plan))


@pytest.mark.parametrize(
    "told",
    [
        "Plan: Buy a machine",
        "1. Step 1",
        "Can begin: at once",
        "What can help: A Grant (City Council)",
        "https://example.org/a-grant",
        "Last known to run: May 2026. This rests on record a-grant, version ab12cd34.",
        "Check first: Ask whether you need a quote.",
        "A Grant closes on 20 November 2026, before you are likely to reach this step. Ask about it now.",
        "Without a programme: Ask your bank.",
        "After: Step 1",
    ],
)
def test_the_text_says_what_the_page_says(told):
    assert told in "\n".join(parts_of(kept_plan()))
