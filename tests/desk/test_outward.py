"""Requests go to public addresses of allowed hosts, and nowhere else."""

from contextlib import suppress
from ipaddress import IPv4Address, ip_address

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from desk.outward import GuardedResolver, Outward, OutwardRefused, is_public

HOST = "desk.example.org"
PUBLIC = "93.184.215.14"
# from the IANA registries of special-purpose addresses
SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "::/96", "64:ff9b::/96",
    "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
    "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip
KINDS = ("private", "loopback", "link_local", "multicast", "reserved", "unspecified")
OPEN = ("1.1.1.0/24", "8.8.8.0/24", "93.184.215.0/24", "2606:4700::/32", "2a00:1450::/32")


def addresses(networks):
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


def mapped(address):
    return f"::ffff:{address}"


class Names(AbstractResolver):
    """Gives the next of these answers each time that it is asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def resolve(self, host, port=0, family=0):
        self.asked.append(host)
        return [
            {"hostname": host, "host": one, "port": port, "family": 0, "proto": 0, "flags": 0}
            for one in self.answers.pop(0)
        ]

    async def close(self):
        self.answers = []


@given(addresses(SPECIAL))
def test_an_address_for_a_special_purpose_is_not_public(address):
    assert not is_public(str(address))


@given(addresses(OPEN))
def test_an_address_of_a_public_service_is_public(address):
    assert is_public(str(address))


@given(addresses(tuple(network for network in SPECIAL + OPEN if "." in network)))
def test_an_address_that_is_mapped_into_ipv6_is_judged_as_what_it_is(address):
    assert is_public(mapped(address)) is is_public(str(address))


@given(st.ip_addresses())
def test_whatever_is_public_is_nothing_else(address):
    if is_public(str(address)):
        inner = getattr(address, "ipv4_mapped", None) or address
        assert not any(getattr(inner, f"is_{kind}") for kind in KINDS)


@given(st.integers(0, 2**32 - 1).map(IPv4Address), st.sampled_from(["2002", "2001:0"]))
def test_no_ipv4_address_comes_through_a_tunnel(address, prefix):
    high, low = divmod(int(address), 2**16)

    assert not is_public(f"{prefix}:{high:x}:{low:x}::")


@given(st.text() | st.from_regex(r"[0-9a-fx.:%]{1,40}", fullmatch=True))
def test_what_is_no_address_is_not_public(text):
    try:
        ip_address(text)
    except ValueError:
        assert not is_public(text)


@pytest.mark.parametrize("url", [f"https://{HOST}/cases?key=1", f"HTTPS://{HOST.upper()}:8443"])
def test_an_https_address_of_an_allowed_host_is_let_through(url):
    assert Outward(frozenset({HOST})).checked(url).raw_host == HOST


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cases",
        "//desk.example.org/cases",
        "http://desk.example.org/cases",
        "ftp://desk.example.org/cases",
        "file:///etc/passwd",
        "https://",
        "https://[::1",
        "https://desk.example.org:99999/",
        "https://other.example.org/",
        "https://desk.example.org.evil.example/",
        "https://desk.example.org@evil.example/",
        "https://user:secret@desk.example.org/",
        "https://sub.desk.example.org/",
        "https://evil.example\\@desk.example.org/",
        "https://evil.example#@desk.example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/",
        "https://127.1/",
        "https://0/",
    ],
)
def test_everything_else_is_refused_even_numbers_that_are_allowed_by_mistake(url):
    hosts = {HOST, "localhost", "127.0.0.1", "::1", "::ffff:7f00:1", "::ffff:127.0.0.1", "10.0.0.1"}
    numbers = {"169.254.169.254", "2130706433", "127.1", "0"}

    with pytest.raises(OutwardRefused):
        Outward(frozenset(hosts | numbers)).checked(url)


@given(st.text() | st.tuples(st.sampled_from(["http", "https", "ws"]), st.text()).map("://".join))
def test_whatever_is_let_through_is_https_to_an_allowed_host(text):
    allowed = Outward(frozenset({HOST, "localhost"}), loopback=True)

    try:
        found = allowed.checked(text)
    except OutwardRefused:
        return
    assert found.raw_host in allowed.hosts
    assert found.scheme == "https" or (found.raw_host, found.scheme) == ("localhost", "http")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/", "https://localhost/"],
)
def test_this_machine_is_let_through_only_when_that_is_set(url):
    hosts = frozenset({"127.0.0.1", "localhost", "::1"})

    assert Outward(hosts, loopback=True).checked(url)
    with pytest.raises(OutwardRefused):
        Outward(hosts).checked(url)


def test_this_machine_must_be_among_the_hosts_too():
    with pytest.raises(OutwardRefused):
        Outward(frozenset({HOST}), loopback=True).checked("http://127.0.0.1/")


def test_that_this_machine_may_be_asked_opens_nothing_else():
    allowed = Outward(frozenset({HOST, "localhost", "10.0.0.1"}), loopback=True)

    assert not allowed.may_connect(HOST, "127.0.0.1")
    assert not allowed.may_connect("localhost", "10.0.0.1")
    assert not allowed.may_connect("localhost", PUBLIC)
    for url in (f"http://{HOST}/", "https://10.0.0.1/"):
        with pytest.raises(OutwardRefused):
            allowed.checked(url)


@pytest.mark.parametrize("hidden", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", mapped("127.0.0.1")])
async def test_one_address_that_is_not_public_among_several_is_enough_to_refuse(hidden):
    resolver = GuardedResolver(Outward(frozenset({HOST})), Names([PUBLIC, hidden]))

    with pytest.raises(OutwardRefused):
        await resolver.resolve(HOST, 443)


async def test_public_addresses_are_passed_on_as_they_were_found():
    resolver = GuardedResolver(Outward(frozenset({HOST})), Names([PUBLIC, "2606:4700::1"]))

    assert [one["host"] for one in await resolver.resolve(HOST, 443)] == [PUBLIC, "2606:4700::1"]


async def test_a_host_that_is_not_allowed_is_refused_wherever_it_leads():
    resolver = GuardedResolver(Outward(frozenset({HOST})), Names([PUBLIC]))

    with pytest.raises(OutwardRefused):
        await resolver.resolve("other.example.org", 443)


async def test_a_name_that_leads_elsewhere_the_second_time_is_judged_by_where_it_leads_then():
    names = Names([PUBLIC], ["127.0.0.1"])
    resolver = GuardedResolver(Outward(frozenset({HOST})), names)

    await resolver.resolve(HOST, 443)

    with pytest.raises(OutwardRefused):
        await resolver.resolve(HOST, 443)


@pytest.mark.parametrize(("host", "reached"), [("localhost", True), (HOST, False)])
async def test_aiohttp_connects_to_what_was_judged_and_to_nothing_that_was_refused(host, reached):
    asked = []

    async def answer(request):
        asked.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_get("/", answer)
    names = Names(["127.0.0.1"], ["127.0.0.1"])
    resolver = GuardedResolver(Outward(frozenset({host}), loopback=True), names)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False)
        ) as session,
    ):
        with suppress(OutwardRefused):
            await session.get(f"http://{host}:{server.port}/")

    assert bool(asked) is reached
    # asked once: what was judged is what was connected to
    assert names.asked == [host]
