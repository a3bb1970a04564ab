"""Where postcodes lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.postcodes import normalised, places_of, postcodes
from knowledge.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("postcode", "places"),
    [
        ("WV10", ("wolverhampton", "south_staffordshire")),
        ("B69 4RJ", ("sandwell", "dudley")),
        ("le10", ("outside", "rugby", "nuneaton_and_bedworth")),
        ("SW1A 1AA", ("outside",)),
        ("ZZ1", ()),
        ("", ()),
        ("B99X", ()),
    ],
)
def test_an_outward_code_names_the_places_it_may_lie_in(postcode: str, places: tuple[str, ...]) -> None:
    assert places_of(postcode) == places


def test_every_district_lies_in_places_of_the_vocabulary() -> None:
    assert {place for places in postcodes().districts.values() for place in places} <= set(
        vocabulary().places
    )


@given(st.sampled_from(sorted(postcodes().districts)), st.from_regex(r"[0-9][A-Z]{2}", fullmatch=True))
def test_a_postcode_is_the_same_however_it_is_written(outward: str, inward: str) -> None:
    assert normalised(f" {outward.lower()}  {inward.lower()} ") == f"{outward} {inward}"
    assert normalised(f"{outward}{inward}") == f"{outward} {inward}"


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    assert normalised(text) is None or places_of(text)
