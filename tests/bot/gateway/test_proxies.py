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
