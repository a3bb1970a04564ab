"""The console's pages as HTML; what people wrote is escaped, always."""

import math
import uuid
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.brokers import Right, may
from desk.console.parts import Visit
from desk.page import language_of, team_reasons
from desk.words import label, uk_moment
from knowledge.wording import known, say

TEMPLATES = Path(__file__).with_name("templates")


def page(template: str, visit: Visit | None = None, status: int = 200, **values: Any) -> web.Response:
    """Return one page, with the name of who is signed in."""
    text = _pages().get_template(template).render(visit=visit, **values)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def problem(status: int, visit: Visit | None = None) -> web.Response:
    """Return a page that says what went wrong and what to do next."""
    wording = f"utter_console_problem_{status}"
    message = say(wording if known(wording) else "utter_console_problem")
    return page("problem.html", visit, status, message=message)


def too_many(wait: timedelta, wording: str = "utter_console_too_many") -> web.Response:
    """Return a page for who has tried too often, as a rule from one address, with when to try again."""
    seconds = max(1, math.ceil(wait.total_seconds()))
    message = say(wording, minutes=math.ceil(seconds / 60))
    response = page("problem.html", status=web.HTTPTooManyRequests.status_code, message=message)
    response.headers["Retry-After"] = str(seconds)
    return response


@cache
def _pages() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.globals.update(say=say, label=label, may=may, Right=Right)
    made.globals.update(
        language_of=language_of, team_reasons=team_reasons, message_id=lambda: uuid.uuid4().hex
    )
    made.filters["moment"] = uk_moment
    return made
