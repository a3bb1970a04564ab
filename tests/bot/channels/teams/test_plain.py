"""What people type in Teams is read as they meant it, and never as markup."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.plain import plain_text

AT = "<at>Signpost</at>"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"{AT} We need money", "We need money"),
        (f"{AT}&nbsp;We need money\n", "We need money"),
        (f"We, {AT}, need money", "We, , need money"),
        ("<at>Ada</at> needs money", "Ada needs money"),
        ("<p>We need <b>money</b></p><p>now</p>", "We need money\n\nnow"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>a grant</li><li>a loan</li></ul>", "a grant\n\na loan"),
        ("turnover <£1m & staff >10", "turnover <£1m & staff >10"),
        ("5<x and y>9", "5<x and y>9"),
        ("R&amp;D &lt;10 staff", "R&D <10 staff"),
        ("R&D", "R&D"),
        ("see <https://example.org>", "see <https://example.org>"),
        ("<firm name> needs money", "<firm name> needs money"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('<img src="x" onerror="alert(1)">money', "money"),
        ('<a href="https://evil.example">our page</a>', "our page"),
        ("<P CLASS=x>We need money</P >", "We need money"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_tags_go_and_words_stay(typed, read):
    assert plain_text(typed, [AT]) == read


@given(st.text(max_size=500) | st.text(alphabet="<>/&;atbr p!-x\n", max_size=300))
def test_whatever_is_typed_is_read_without_an_accident(typed):
    read = plain_text(typed, [AT])

    assert read == read.strip()
    assert "\n\n\n" not in read


@given(
    st.text(
        alphabet=st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<>&\xa0"), max_size=200
    )
)
def test_words_without_signs_of_markup_stay_as_they_are(typed):
    assert plain_text(typed).split() == typed.split()


@pytest.mark.parametrize(
    "part", ["<b>", "<a ", "<!", "<!--", "</", "&", "<![CDATA[", "<?", "<p x='", "<script>"]
)
def test_no_text_keeps_us_busy(part):
    began = process_time()
    plain_text(part * 300_000)

    assert process_time() - began < 0.5
