"""Who asks is told by trusted proxies, and by nobody else."""

import pytest


async def new_chat(gateway, address):
    headers = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}
    return (await gateway.client.post("/api/conversations", headers=headers)).status


async def test_behind_a_proxy_each_address_has_its_own_allowance(world):
    gateway = await world.gateway(chats_per_minute=1, proxies=1)

    assert await new_chat(gateway, "192.0.2.1") == 201
    assert await new_chat(gateway, "192.0.2.1") == 429
    assert await new_chat(gateway, "192.0.2.2") == 201


async def test_without_a_proxy_nobody_can_pretend_to_come_from_elsewhere(world):
    gateway = await world.gateway(chats_per_minute=1)

    assert await new_chat(gateway, "192.0.2.1") == 201
    assert await new_chat(gateway, "192.0.2.2") == 429


@pytest.mark.parametrize(("proxies", "secure"), [(1, True), (0, False)])
async def test_cookies_are_for_https_alone_where_the_proxy_speaks_it(world, proxies, secure):
    gateway = await world.gateway(proxies=proxies)

    page = await gateway.client.get(
        "/chat", headers={"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    )

    assert ("secure" in page.headers["Set-Cookie"].lower()) is secure


@pytest.mark.parametrize("told", ["192.0.2.1, 198.51.100.7", "203.0.113.9, 192.0.2.1, 198.51.100.7"])
async def test_behind_two_proxies_the_address_is_the_one_that_the_outer_saw(world, told):
    gateway = await world.gateway(chats_per_minute=1, proxies=2)

    assert await new_chat(gateway, told) == 201
    assert await new_chat(gateway, "192.0.2.1, 198.51.100.8") == 429
    assert await new_chat(gateway, "192.0.2.2, 198.51.100.7") == 201


async def test_a_request_that_skipped_a_proxy_is_answered_all_the_same(world):
    gateway = await world.gateway(proxies=2)

    assert await new_chat(gateway, "192.0.2.1") == 201
    assert (await gateway.client.get("/healthz")).status == 200


@pytest.mark.parametrize("path", ["/static/%00", "/static/" + "x" * 300, "/static/../app.py"])
async def test_a_file_that_cannot_be_is_not_found(world, path):
    gateway = await world.gateway()

    assert (await gateway.client.get(path)).status == 404


async def test_an_origin_that_is_no_address_is_a_foreign_one(world):
    gateway = await world.gateway()

    answer = await gateway.client.post("/api/conversations", headers={"Origin": "http://["})

    assert answer.status == 403
