"""The chat without JavaScript, and the pages around it."""

import re

import pytest

from bot.gateway.middlewares import CSP


async def opened(client):
    """Open the chat page and return its hidden fields."""
    page = await (await client.get("/chat")).text()
    return fields(page), page


def fields(page):
    """Return the hidden fields of a page."""
    return dict(re.findall(r'name="(csrf|message_id)" value="([^"]+)"', page))


def choices(page):
    """Return the choices on a page."""
    return re.findall(r'name="choice" value="([^"]+)"', page)


async def test_a_person_without_javascript_holds_a_conversation(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    sent = await client.post("/chat", data={**hidden, "text": "We need <b>money</b>"}, allow_redirects=False)
    page = await (await client.get("/chat")).text()

    assert (sent.status, sent.headers["Location"]) == (303, "/chat#latest")
    assert "You said: We need &lt;b&gt;money&lt;/b&gt;" in page
    assert "<b>money" not in page
    assert "you are in &lt;Coventry&gt;" in page
    assert 'href="https://example.org"' in page


async def test_a_choice_is_a_button(world):
    client = (await world.gateway()).client
    hidden, page = await opened(client)

    await client.post("/chat", data={**hidden, "choice": choices(page)[0]})

    assert world.engine.asked[-1].intent == "ask_details"


async def test_sending_the_same_form_twice_is_one_message(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    for _ in range(2):
        await client.post("/chat", data={**hidden, "text": "We need money"})

    assert world.engine.texts() == ["We need money"]


async def test_the_cookie_is_for_the_server_alone(world):
    client = (await world.gateway()).client

    cookie = (await client.get("/chat")).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/chat" in cookie


@pytest.mark.parametrize("proof", ["", "wrong"])
async def test_a_form_from_elsewhere_is_refused(world, proof):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    answer = await client.post("/chat", data={**hidden, "csrf": proof, "text": "We need money"})

    assert answer.status == 403
    assert answer.content_type == "text/html"
    assert world.engine.texts() == []


async def test_the_proof_of_another_chat_is_refused(world):
    theirs, _ = await opened((await world.gateway()).client)
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    answer = await client.post("/chat", data={**hidden, "csrf": theirs["csrf"], "text": "We need money"})

    assert answer.status == 403


async def test_a_post_from_another_site_is_refused(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    answer = await client.post(
        "/chat", data={**hidden, "text": "a"}, headers={"Origin": "https://hub.example.org"}
    )

    assert answer.status == 403


async def test_a_text_that_is_too_long_is_given_back_to_be_shortened(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    answer = await client.post("/chat", data={**hidden, "text": "a" * 2001})

    page = await answer.text()
    assert answer.status == 200
    assert 'role="alert"' in page
    assert "a" * 2001 in page
    assert world.engine.texts() == []


async def test_a_choice_that_was_never_offered_leads_back_to_the_chat(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)

    answer = await client.post("/chat", data={**hidden, "choice": "made-up"})

    assert answer.status == 400
    assert 'href="/chat"' in await answer.text()


async def test_a_deleted_chat_is_gone_and_a_new_one_begins(world):
    client = (await world.gateway()).client
    hidden, _ = await opened(client)
    await client.post("/chat", data={**hidden, "text": "We need money"})

    deleted = await client.post("/chat/delete", data=hidden, allow_redirects=False)
    page = await (await client.get("/chat")).text()

    assert deleted.status == 303
    assert "We need money" not in page


async def test_the_engine_may_be_away_and_the_page_still_comes(world):
    world.engine.down = True
    client = (await world.gateway()).client

    page = await (await client.get("/chat")).text()

    assert "I am Signpost" in page
    assert "https://wm.example.org" in page


@pytest.mark.parametrize("path", ["/", "/chat", "/privacy"])
async def test_pages_are_complete_and_strict(world, path):
    client = (await world.gateway()).client

    answer = await client.get(path)

    page = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == 1
    assert '<main id="main"' in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert "http://" not in page


async def test_the_first_page_embeds_the_widget(world):
    client = (await world.gateway()).client

    page = await (await client.get("/")).text()
    widget = await client.get("/widget.js")

    assert '<script src="/widget.js" type="module"></script>' in page
    assert re.search(r'<signpost-chat embedded contact="[^"]+">', page)
    assert (widget.status, widget.content_type) == (200, "text/javascript")
    assert widget.headers["Access-Control-Allow-Origin"] == "*"


async def test_files_come_with_their_types_and_are_not_sent_twice(world):
    client = (await world.gateway()).client

    first = await client.get("/static/pages.css")
    again = await client.get("/static/pages.css", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, first.content_type) == (200, "text/css")
    assert again.status == 304


async def test_the_widget_is_one_script_that_comes_compressed_and_once(world):
    client = (await world.gateway()).client

    first = await client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    again = await client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, first.headers["Content-Encoding"]) == (200, "gzip")
    assert first.headers["Vary"] == "Accept-Encoding"
    assert int(first.headers["Content-Length"]) < 40_000
    assert again.status == 304
