"""A kept plan as a calendar and as a PDF, read back."""

import re
import zlib
from base64 import a85decode
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.channels.web.plan_calendar import calendar
from bot.channels.web.plan_pdf import pdf, printable
from knowledge.plans import until
from knowledge.storage.plans import Kept, id_of
from tests.knowledge.plans_to_keep import ASKED, NOON, kept_plan, kept_programme, kept_step

KEY = "k" * 32


def kept(plan=None, now=NOON):
    return Kept(id_of(KEY), plan or kept_plan(), ASKED, now, until(now))


def entries(body):
    return {str(one["uid"]): one for one in Calendar.from_ical(body).walk("VEVENT")}


def test_the_calendar_has_the_beginning_of_each_step_and_each_deadline():
    found = [
        (str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend"))
        for one in entries(calendar(kept())).values()
    ]

    day = timedelta(days=1)
    assert found == [
        ("You can begin: Step 1", date(2026, 11, 2), date(2026, 11, 2) + day),
        ("You can begin: Step 2", date(2026, 11, 16), date(2026, 11, 16) + day),
        ("A Grant closes", date(2026, 11, 20), date(2026, 11, 20) + day),
    ]


def test_the_calendar_is_complete_and_names_no_address():
    body = calendar(kept())

    read = Calendar.from_ical(body)
    assert (str(read["version"]), bool(read["prodid"])) == ("2.0", True)
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(one) for one in entries(body).values())
    assert KEY.encode() not in body
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_an_updated_plan_moves_its_entries_and_doubles_none():
    later = NOON + timedelta(days=7)
    before = entries(calendar(kept()))
    after = entries(calendar(kept(replace(kept_plan(), made=later.date()), later)))

    assert before.keys() == after.keys()
    name = next(iter(before))
    assert after[name].decoded("dtstart") == before[name].decoded("dtstart") + timedelta(days=7)
    assert after[name].decoded("dtstamp") > before[name].decoded("dtstamp")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=120))
def test_no_name_breaks_the_calendar(name):
    plan = kept_plan(kept_step(title=f"Say {name}"), kept_step(2))

    found = [str(one["summary"]) for one in entries(calendar(kept(plan))).values()]

    assert found == [f"You can begin: Say {name}", "You can begin: Step 2"]


def content_of(document):
    """Everything in the streams of a PDF, unpacked."""
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        body = stream.strip()
        if body.endswith(b"~>"):
            body = a85decode(body, adobe=False) if not body.startswith(b"<~") else a85decode(body, adobe=True)
        try:
            found += zlib.decompress(body)
        except zlib.error:
            found += body
    return found


def test_the_pdf_tells_its_title_and_its_language_and_has_an_outline():
    document = pdf(kept_plan())

    assert document.startswith(b"%PDF-")
    assert b"/Lang (en-GB)" in document
    assert b"/DisplayDocTitle true" in document
    assert b"/Title (Plan: Buy a machine)" in document
    assert b"/Outlines" in document
    assert document.count(b"/Title (") >= 4  # the document, the plan, both steps


def test_the_same_plan_is_the_same_pdf():
    assert pdf(kept_plan()) == pdf(kept_plan())


def test_a_plan_of_many_steps_takes_several_pages():
    document = pdf(kept_plan(*(kept_step(n, programmes=(kept_programme(),) * 2) for n in range(12))))

    assert document.count(b"/Type /Page\n") > 2


@pytest.mark.parametrize(
    "name", ["<b>&</i>", "<font color=red>", "]]>", "&amp;", "a\x00b", "\u202eabc", "日本"]
)
def test_hostile_names_are_only_text_in_the_pdf(name):
    plan = kept_plan(
        kept_step(title=name or "x", programmes=(kept_programme(name=name, url=name),)), title=name
    )

    assert pdf(plan).startswith(b"%PDF-")


@given(st.text(max_size=200))
def test_everything_can_be_printed(text):
    assert len(printable(text).replace("?", "")) <= 20 * len(text)
    assert printable(printable(text)) == printable(text)
