"""Plain text stays what it is in Chatwoot, and what agents write comes out plain."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.chatwoot.markdown import to_markdown, to_plain

# what a chat shows: neither control signs nor signs of private use
TEXTS = st.text(st.characters(exclude_categories=("C",), include_characters="\n"), max_size=200)
MARKED = st.text(alphabet="\\`*_[]()<>{}~!#&;:/abhrp \n", max_size=200)


def tidied(text):
    """Blanks before the end of a line mean nothing."""
    return re.sub(r"[ \t]{2,20}\n", "\n", text).strip()


@given(TEXTS | MARKED)
def test_whatever_a_person_writes_comes_back_as_it_was(text):
    assert to_plain(to_markdown(text)) == tidied(text)


@given(TEXTS | MARKED)
def test_nothing_is_left_for_chatwoot_to_make_something_of(text):
    made = re.sub(r"\\[!-/:-@\[-`{-~]", "", to_markdown(text))

    assert not re.search(r"[`*\[\]<>{}~&]", made)
    assert not re.search(r"\{[{%]", to_markdown(text))


@given(MARKED | st.text(max_size=200) | st.binary().map(lambda raw: raw.decode(errors="surrogateescape")))
def test_whatever_an_agent_writes_is_read(text):
    assert isinstance(to_plain(text), str)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello **Ada**, see *this* and _that_", "Hello Ada, see this and that"),
        ("***very***", "very"),
        ("`code` and ~~old~~", "code and old"),
        ("2 * 3 * 4 is not 2*3*4", "2 * 3 * 4 is not 2*3*4"),
        ("snake_case_name and __init__", "snake_case_name and init"),
        ("[our page](https://hub.example/a_b)", "our page (https://hub.example/a_b)"),
        ("[https://hub.example](https://hub.example)", "https://hub.example"),
        ("[jo@hub.example](mailto:jo@hub.example)", "jo@hub.example"),
        ("<https://hub.example>", "https://hub.example"),
        ("![logo](https://hub.example/x.png)", "https://hub.example/x.png"),
        ("# Next\n\none\\\ntwo<br>three", "Next\n\none\ntwo\nthree"),
        ("<p>Hello <b>you</b></p><script>x</script>", "Hello youx"),
        ("3 < 4 and 5 > 2, x<y", "3 < 4 and 5 > 2, x<y"),
        (r"1\. one \*not bold\*", "1. one *not bold*"),
        ("fish &amp; chips &lt;b&gt;", "fish & chips <b>"),
        (r"fish \&amp; chips", "fish &amp; chips"),
    ],
)
def test_marks_are_taken_out_and_words_stay(written, read):
    assert to_plain(written) == read


@pytest.mark.parametrize(
    "sign", ["*", "**", "_", "[", "![", "<", "<a", "(", "`", "~~", "\\", " ", "[a](", "&"]
)
def test_a_very_long_row_of_one_sign_is_read_in_a_moment(sign):
    began = perf_counter()

    to_plain(sign * (200_000 // len(sign)))

    assert perf_counter() - began < 5
