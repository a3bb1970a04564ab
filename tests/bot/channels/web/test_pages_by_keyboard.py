"""The pages around the chat with the keyboard alone: everything is reached once, in view, and seen to be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.channels.web.conftest import Window
from tests.bot.channels.web.gateways import running
from tests.databases import filled
from tests.desk.console.test_by_keyboard import CAN_BE_USED, MOST, Keys

pytestmark = pytest.mark.browser
PATHS = ("/chat", "/privacy", "/programmes", "/programmes/made-smarter-west-midlands", "/nowhere")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_focus_stops_once_at_everything_and_is_never_trapped(
    visit: Callable[..., Window], tmp_path: Path, width: int
) -> None:
    with running(tmp_path) as gateway:
        filled(gateway.database)
        page, missed = visit(f"{gateway.url}/privacy", viewport={"width": width, "height": 700}).page, {}
        for path in PATHS:
            page.goto(gateway.url + path)
            keys, stops = Keys(page), []
            while len(stops) <= MOST:
                keys.press("Tab")
                if (stop := keys.stop()) is None:
                    break
                stops.append(stop["name"])
            if len(stops) != page.evaluate(CAN_BE_USED):
                missed[path] = stops

    assert missed == {}
