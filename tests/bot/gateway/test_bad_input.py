"""Whatever is sent, the gateway answers in a friendly way or with a 4xx, and goes on."""

import asyncio

import pytest

JSON = {"Content-Type": "application/json"}


async def refused(answer, status, code):
    """Check that an answer is the error that was expected, and nothing else."""
    content = await answer.json()
    assert (answer.status, content["error"]["code"]) == (status, code)
    assert set(content) == {"error"}
    assert content["error"]["message"]
    assert "Traceback" not in content["error"]["message"]


def raw(gateway, body, **headers):
    """Post a body as it is."""
    return gateway.client.post(
        f"/api/conversations/{gateway.id}/messages", data=body, headers={**JSON, **gateway.bearer, **headers}
    )


@pytest.mark.parametrize("text", ["", "   ", "👍", "🎉🎉🎉", "?!", "\u0000\u0007", "\u200b"])
async def test_a_message_without_words_gets_a_friendly_answer_without_the_engine(gateway, world, text):
    answer = await gateway.say(text)

    assert "words and numbers" in answer["replies"][0]["text"]
    assert world.engine.texts() == []


async def test_a_message_of_2000_characters_is_answered(gateway, world):
    await gateway.say("a" * 2000)

    assert world.engine.texts() == ["a" * 2000]


@pytest.mark.parametrize("length", [2001, 20_000])
async def test_a_longer_message_gets_a_friendly_answer_and_is_never_parsed(gateway, world, length):
    first = await gateway.say("a" * length)
    again = await gateway.say("a" * length)

    assert "2,000" in first["replies"][0]["text"]
    assert again == first
    assert world.engine.texts() == []


async def test_a_megabyte_is_refused(gateway):
    await refused(await gateway.send(text="a" * 1_000_000), 413, "body_too_large")


async def test_a_megabyte_in_pieces_is_refused(gateway):
    async def pieces():
        for _ in range(100):
            yield b"a" * 10_000

    await refused(await raw(gateway, pieces()), 413, "body_too_large")


async def test_control_characters_are_left_out(gateway, world):
    await gateway.say("we\u0000 need\u001b[31m money\r\nnow\u0085")

    assert world.engine.texts() == ["we need[31m money\nnow"]


async def test_half_a_character_is_left_out(gateway, world):
    answer = await raw(gateway, b'{"message_id": "m1", "text": "money \\ud800 now"}')

    assert answer.status == 200
    assert world.engine.texts() == ["money  now"]


async def test_html_and_script_stay_text(gateway):
    answer = await gateway.say("<script>alert(1)</script><b>money</b>")

    assert answer["replies"][0]["text"] == "You said: <script>alert(1)</script><b>money</b>"


@pytest.mark.parametrize("text", ["/restart", '/request_human{"a":1}', "/greet", "/ask_details"])
async def test_a_leading_slash_is_text(gateway, world, text):
    await gateway.say(text)

    assert world.engine.asked[-1].text == text
    assert world.engine.asked[-1].intent is None


@pytest.mark.parametrize(
    "choice", ["unknown", "/restart", '/request_human{"a":1}', "", "a" * 500, "../../etc", "\u0000"]
)
async def test_a_choice_that_was_never_offered_is_refused(gateway, world, choice):
    await refused(await gateway.send(choice=choice), 400, "unknown_choice")
    assert world.engine.texts() == []


async def test_a_choice_offered_to_another_conversation_is_refused(world, gateway):
    other = await world.gateway()
    theirs = (await other.begin())["replies"][0]["choices"][0]["choice"]

    await refused(await gateway.send(choice=theirs), 400, "unknown_choice")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 30_000, b'{"text": "a"} trailing']
)
async def test_malformed_json_is_refused(gateway, body):
    await refused(await raw(gateway, body), 400, "malformed_json")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": None},
        {"text": 5},
        {"text": ["a"]},
        {"choice": 5},
        {"choice": {"intent": "restart"}},
        {"text": "a", "choice": "b"},
        {"intent": "restart"},
    ],
)
async def test_a_body_that_is_no_message_is_refused(gateway, content):
    await refused(await gateway.send(**content), 400, "not_a_message")


@pytest.mark.parametrize("message_id", [None, "", 5, "a" * 101, "a b", "a\nb", "é", {}])
async def test_a_message_id_that_cannot_be_one_is_refused(gateway, message_id):
    await refused(await gateway.send(message_id, text="money"), 400, "bad_message_id")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "text/html", "application/xml"]
)
async def test_another_content_type_is_refused(gateway, kind):
    answer = await raw(gateway, b'{"message_id": "m1", "text": "a"}', **{"Content-Type": kind})

    await refused(answer, 415, "wrong_content_type")


async def test_without_a_token_nothing_is_told(gateway):
    address = f"/api/conversations/{gateway.id}"

    await refused(await gateway.client.get(address), 401, "no_token")
    await refused(await gateway.client.get(address, headers={"Authorization": "Bearer x"}), 401, "bad_token")
    await refused(await gateway.client.get(address, headers={"Authorization": "Basic x"}), 401, "bad_token")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("GET", "/events")]
)
async def test_the_token_of_another_conversation_opens_nothing(world, gateway, method, path):
    other = await world.gateway()
    await other.begin()

    answer = await gateway.client.request(
        method,
        f"/api/conversations/{gateway.id}{path}",
        headers=other.bearer,
        json={"message_id": "m", "text": "a"},
    )

    await refused(answer, 403, "foreign_conversation")


async def test_a_token_signed_by_somebody_else_is_refused(world, gateway):
    import jwt

    claims = jwt.decode(gateway.token, options={"verify_signature": False})
    for key, algorithm in (("another key, long enough to be one", "HS256"), ("", "none")):
        gateway.token = jwt.encode(claims, key or None, algorithm=algorithm)

        await refused(await gateway.send(text="a"), 401, "bad_token")


async def test_an_expired_token_is_refused(world, gateway):
    world.clock.forward(days=31)

    await refused(await gateway.send(text="a"), 401, "token_expired")


async def test_a_page_that_may_not_embed_the_chat_is_refused(gateway):
    foreign = {"Origin": "https://elsewhere.example.org"}

    await refused(await gateway.client.post("/api/conversations", headers=foreign), 403, "foreign_origin")
    await refused(await raw(gateway, b'{"message_id": "m", "text": "a"}', **foreign), 403, "foreign_origin")


async def test_a_token_given_to_one_site_is_not_good_on_another(gateway):
    answer = await raw(gateway, b'{"message_id": "m", "text": "a"}', Origin="https://hub.example.org")

    await refused(answer, 403, "foreign_origin")


async def test_a_site_that_may_embed_the_chat_gets_what_its_browser_needs(gateway):
    embedding = {"Origin": "https://hub.example.org"}

    made = await gateway.client.post("/api/conversations", headers=embedding)
    preflight = await gateway.client.options(
        "/api/conversations", headers={**embedding, "Access-Control-Request-Method": "POST"}
    )
    foreign = await gateway.client.options(
        "/api/conversations", headers={"Origin": "https://elsewhere.example.org"}
    )

    assert made.status == 201
    assert made.headers["Access-Control-Allow-Origin"] == "https://hub.example.org"
    assert "Set-Cookie" not in made.headers
    assert preflight.status == 204
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert foreign.status == 403
    assert "Access-Control-Allow-Origin" not in foreign.headers


async def test_addresses_that_do_not_exist_are_told_as_json(gateway):
    await refused(await gateway.client.get("/api/nothing"), 404, "not_found")
    await refused(await gateway.client.put("/api/conversations"), 405, "method_not_allowed")
    await refused(await gateway.client.get("/static/../../../pyproject.toml"), 404, "not_found")
    await refused(await gateway.client.get("/static/%2e%2e/pages.py"), 404, "not_found")


async def test_more_messages_than_a_person_can_type_are_refused(world):
    gateway = await world.gateway(messages_per_minute=2)
    await gateway.begin()
    await gateway.say("one", "m1")
    await gateway.say("two", "m2")

    answer = await gateway.send("m3", text="three")

    await refused(answer, 429, "too_many_messages")
    assert answer.headers["Retry-After"]


async def test_more_chats_than_people_can_open_are_refused(world):
    gateway = await world.gateway(chats_per_minute=1)
    await gateway.begin()

    await refused(await gateway.client.post("/api/conversations"), 429, "too_many_chats")


async def test_an_error_of_ours_tells_nothing_of_the_inside(world, gateway, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bot.gateway.receiving.outcome", broken)
    answer = await gateway.send(text="money")

    await refused(answer, 500, "internal")
    assert "secret" not in await answer.text()


async def test_a_button_of_last_month_still_means_what_it_meant(world):
    gateway = await world.gateway(messages_per_minute=100)
    choice = (await gateway.begin())["replies"][0]["choices"][0]["choice"]
    for day in range(1, 31):  # somebody comes back every day, so that their key is renewed
        world.clock.forward(days=1)
        gateway.token = (await gateway.say("Hello", f"d{day}")).get("token", gateway.token)

    answer = await gateway.send("late", choice=choice)

    assert answer.status == 200
    assert world.engine.asked[-1].intent is not None


async def test_two_clicks_on_one_button_that_are_one_message_are_one_turn(world):
    gateway = await world.gateway()
    choice = (await gateway.begin())["replies"][0]["choices"][0]["choice"]

    answers = await asyncio.gather(*(gateway.send("m1", choice=choice) for _ in range(5)))

    assert {answer.status for answer in answers} == {200}
    assert [one.message_id for one in world.engine.asked].count("m1") == 1
