"""The list of programmes: what it leaves out, in which order, and how it is read on."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.directory import DEFAULT_LIMIT, Filters, page, read_filters, read_limit
from knowledge.ranges import Range
from knowledge.records import Eligibility, Status, Window
from knowledge.requests import BadRequest
from tests.knowledge.factories import TODAY, make_programme


def ids(programmes, today=TODAY, **asked):
    found = page(programmes, read_filters(asked), today, 50)
    assert found.total == len(found.programmes)
    return [one.id for one in found.programmes]


def walk(programmes, limit):
    """Every page, with the facts as they are when each is asked for."""
    position, seen = None, []
    while True:
        found = page(programmes(len(seen)), Filters(), TODAY, limit, position)
        seen += [one.id for one in found.programmes]
        position = found.following
        if position is None:
            return seen


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["free", "paid"]),
        ({"need": "grant"}, ["free"]),
        ({"need": "skills"}, ["paid"]),
        ({"provider": "public"}, ["free"]),
        ({"provider": "private"}, ["paid"]),
        ({"price": "paid"}, ["paid"]),
        ({"text": "OF PAID"}, ["paid"]),
        ({"text": "no such words"}, []),
        ({"need": "grant", "provider": "private"}, []),
        ({"need": "", "place": "", "employees": ""}, ["free", "paid"]),
    ],
)
def test_a_list_is_narrowed_to_what_is_asked_for(asked, found):
    free = make_programme("free")
    paid = make_programme("paid", provider_kind="bank", price="paid", support={"loan"}, barriers={"skills"})

    assert ids([free, paid], **asked) == found


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ({"place": "dudley"}, True),
        ({"place": "black_country"}, True),
        ({"place": "worcester"}, False),
        ({"postcode": "dy1 1aa"}, True),
        ({"postcode": "WR1"}, False),
        ({"place": "dudley", "postcode": "WR1"}, False),
        ({"sector": "food_and_drink"}, True),
        ({"sector": "creative"}, False),
        ({"employees": "249"}, True),
        ({"employees": "250"}, False),
    ],
)
def test_what_shuts_a_firm_out_is_not_listed_for_it(asked, listed):
    local = make_programme(
        places={"dudley"},
        sectors={"manufacturing"},
        eligibility=Eligibility(employees=Range(None, 249)),
    )

    assert bool(ids([local], **asked)) is listed


def test_what_has_no_limits_is_listed_for_every_firm():
    assert ids([make_programme()], place="outside", sector="other", employees="0") == ["a-grant"]


def test_closed_programmes_are_listed_only_for_who_asks_for_them():
    closed = make_programme("closed", status=Status.CLOSED)
    over = make_programme("over", window=Window(closes=date(2026, 11, 23)))
    last_day = make_programme("last-day", window=Window(closes=TODAY))
    programmes = [closed, over, last_day]

    assert ids(programmes) == ["last-day"]
    assert ids(programmes, status="open") == ["last-day"]
    assert ids(programmes, status="closed") == ["closed", "over"]


@pytest.mark.parametrize("status", [None, *Status])
def test_withheld_programmes_are_never_listed(status):
    withheld = [make_programme(withheld="not for firms", status=status or Status.OPEN)]

    assert ids(withheld, **({"status": str(status)} if status else {})) == []


def test_what_is_to_be_checked_first_comes_after_the_rest_and_each_part_is_by_name():
    old = make_programme("an-old-one", last_known="2024-01")
    programmes = [make_programme("b"), old, make_programme("c", status=Status.UNKNOWN), make_programme("a")]

    assert ids(programmes) == ["a", "b", "an-old-one", "c"]


def test_words_in_the_name_count_most():
    mentions = make_programme("a", summary="Robots.")

    assert ids([mentions, make_programme("robots")], text="robots") == ["robots", "a"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("need", "gift"),
        ("place", "atlantis"),
        ("postcode", "nowhere"),
        ("postcode", "ZZ9 9ZZ"),
        ("sector", "gift"),
        ("employees", "many"),
        ("employees", "-1"),
        ("employees", "2.5"),
        ("employees", "٣"),
        ("employees", "1" * 5000),
        ("employees", "10000001"),
        ("provider", "university"),
        ("price", "cheap"),
        ("status", "OPEN"),
    ],
)
def test_a_value_that_its_field_cannot_have_is_refused_by_field(field, value):
    with pytest.raises(BadRequest) as refusal:
        read_filters({field: value})

    assert refusal.value.field == field


def test_a_page_has_1_to_50_programmes():
    assert (read_limit(None), read_limit("1"), read_limit("50")) == (DEFAULT_LIMIT, 1, 50)
    for wrong in ("0", "51", "-1", "many", "1e1", " 2"):
        with pytest.raises(BadRequest):
            read_limit(wrong)


@given(st.sets(st.integers(0, 30)), st.integers(1, 7))
def test_reading_all_pages_finds_each_once(numbers, limit):
    programmes = [
        replace(make_programme(f"p-{n}", last_known=f"20{20 + n % 7}-01"), name=f"P{n % 3}") for n in numbers
    ]

    seen = walk(lambda _: programmes, limit=limit)

    assert sorted(seen) == sorted(one.id for one in programmes)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(0, 30), st.integers(1, 7))
def test_what_did_not_change_is_found_once_although_facts_are_loaded_in_between(before, after, when, limit):
    old, new = ([make_programme(f"p-{n}") for n in sorted(ns)] for ns in (before, after))

    seen = walk(lambda read: old if read < when else new, limit=limit)

    assert len(seen) == len(set(seen))
    assert {f"p-{n}" for n in before & after} <= set(seen)


def test_a_month_that_ends_while_somebody_reads_moves_nothing():
    programmes = [make_programme(name, last_known="2025-11") for name in ("a", "b", "c")]
    first = page(programmes, Filters(), date(2026, 11, 30), 1)

    second = page(programmes, Filters(), date(2026, 12, 1), 5, first.following)

    assert [one.id for one in second.programmes] == ["b", "c"]


def test_a_record_that_is_gone_leaves_the_place_where_it_stood():
    programmes = [make_programme(name) for name in ("a", "b", "c")]
    first = page(programmes, Filters(), TODAY, 2)

    second = page([replace(programmes[0]), programmes[2]], Filters(), TODAY, 2, first.following)

    assert [one.id for one in second.programmes] == ["c"]
