"""The pages, rendered on the server; they work without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.rendering import is_link
from knowledge.dossier import day_of
from knowledge.storage.outbox import Entry, Sender
from knowledge.wording import say

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Form:
    """What the hidden fields of the chat form carry: who sent it, and which message it is."""

    csrf: str
    message_id: str


def home(contact: str) -> str:
    """Return the page that embeds the widget, and says whom to ask where there is none."""
    return render("home.html", contact=contact)


def privacy(keep_days: int) -> str:
    """Return what is kept, for how long, and how to see and delete it."""
    return render("privacy.html", keep_days=keep_days)


def chat(entries: Sequence[Entry], form: Form, notice: str | None = None, draft: str = "") -> str:
    """Return the chat as a form: the transcript, the choices of the last answer as buttons, a field for text.

    `draft` is what the person wrote when it could not be taken, so that it need not be written again.
    """
    return render(
        "chat.html", entries=entries, choices=open_choices(entries), form=form, notice=notice, draft=draft
    )


def problem(message: str) -> str:
    """Return a page that says what went wrong and what to do next."""
    return render("problem.html", message=message)


def open_choices(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Return the choices offered since the person last said something, and what the desk still asks."""
    found: list[dict[str, str]] = []
    said: set[str] = set()
    for entry in reversed(entries):
        if entry.sender is Sender.PERSON:
            said.add(entry.shown.text)
        elif not said or _still_asked(entry, said):
            found = [{"label": c.label, "choice": c.choice} for c in entry.shown.choices] + found
    return found


def _still_asked(entry: Entry, said: set[str]) -> bool:
    return entry.sender is Sender.SYSTEM and said.isdisjoint(choice.label for choice in entry.shown.choices)


def render(name: str, **values: object) -> str:
    """Return one template filled in."""
    return _templates().get_template(name).render(**values)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = say
    made.tests["link"] = is_link
    made.filters["day"] = day_of
    return made
