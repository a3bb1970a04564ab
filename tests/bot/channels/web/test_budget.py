"""What the chat costs a page on a slow telephone, in a real Chromium: time, bytes, requests, jumps.

Times stand beside those of an empty page, taken in the same minute: where a busy machine makes both slow, the
chat may take as many times as long as it, and no more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.bot.channels.web.gateways import RunningGateway, running

pytestmark = pytest.mark.browser

# what Lighthouse takes for a slow telephone
CPU_SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}

FIRST_INTERACTION_MS = 1_000
TIMES_AN_EMPTY_PAGE = 2.5
LONGEST_TASK_MS = 200
MOST_LAYOUT_SHIFT = 0.1
MOST_BYTES = 60_000
MOST_REQUESTS = 10
ATTEMPTS = 3  # the best counts: what the machine does meanwhile only ever makes it slower

NOTE = """
window.noted = { shifts: [], task: 0, pressed: null, at: null };
const each = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true });
each("layout-shift", (one) => noted.shifts.push([one.startTime, one.value]));
each("longtask", (one) => { noted.task = Math.max(noted.task, one.duration); });
const look = () => {
  if (tried()) noted.at = performance.now(); else requestAnimationFrame(look);
};
const press = (what) => { noted.pressed ??= performance.now(); what.click(); };
requestAnimationFrame(look);
"""
# as soon as what is pressed can be seen it is pressed; true once what it is for can be used
ON_A_SITE = """
const tried = () => {
  const root = document.querySelector("signpost-chat")?.shadowRoot;
  const launcher = root?.querySelector(".launcher");
  if (launcher?.checkVisibility()) press(launcher);
  return root?.activeElement?.id === "input";
};
"""
ON_OUR_OWN = """
const tried = () => {
  const input = document.querySelector("signpost-chat")?.shadowRoot?.querySelector("#input");
  if (input?.checkVisibility()) input.focus();
  return input?.matches(":focus");
};
"""
ON_AN_EMPTY_PAGE = """
const tried = () => {
  const details = document.querySelector("details");
  if (details && !details.open) press(details.querySelector("summary"));
  return details?.open;
};
"""
UNTIL_USED = """new Promise((done) => {
  const wait = () => noted.at === null ? setTimeout(wait, 10) : done();
  wait();
})"""
ASKED_FOR_MS = 500  # what moves so soon after a press was asked for, and browsers do not count it


@dataclass
class Cost:
    """What one visit cost."""

    ms: float = 0
    task_ms: float = 0
    shift: float = 0
    sizes: dict[str, int] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def is_within(self, allowed_ms: float) -> bool:
        """Was it quick, and never deaf for long?"""
        return self.ms <= allowed_ms and self.task_ms <= LONGEST_TASK_MS

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    with running(tmp_path) as served:
        yield served


@pytest.fixture
def visit(browser: Browser) -> Callable[[str, str], Cost]:
    """Return what visits a page with an empty cache, uses it as soon as that works, and tells the cost."""

    def go(url: str, use: str) -> Cost:
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page, cost = context.new_page(), Cost()
        _slow_down(context.new_cdp_session(page), cost)
        page.add_init_script(NOTE + use)
        page.goto(url)
        page.evaluate(UNTIL_USED)
        page.locator(".message, details[open]").first.wait_for(state="attached")
        noted = page.evaluate("noted")
        cost.ms, cost.task_ms, cost.shift = noted["at"], noted["task"], _shift(noted)
        context.close()
        return cost

    return go


def _shift(noted: dict[str, Any]) -> float:
    pressed = noted["pressed"]
    unasked = [
        value
        for at, value in noted["shifts"]
        if pressed is None or not pressed <= at <= pressed + ASKED_FOR_MS
    ]
    return float(sum(unasked))


def _slow_down(session: CDPSession, cost: Cost) -> None:
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    session.on("Network.requestWillBeSent", lambda told: cost.addresses.append(told["request"]["url"]))
    session.on("Network.loadingFinished", lambda told: _add(cost, told))


def _add(cost: Cost, told: dict[str, Any]) -> None:
    cost.sizes[told["requestId"]] = told["encodedDataLength"]


@pytest.mark.parametrize("where", ["a site", "our own page"])
def test_the_chat_can_be_used_within_a_second_on_a_slow_telephone(
    gateway: RunningGateway, visit: Callable[[str, str], Cost], where: str
) -> None:
    url, use = (gateway.site, ON_A_SITE) if where == "a site" else (gateway.url, ON_OUR_OWN)

    costs, allowed = [], 0.0
    while len(costs) < ATTEMPTS and not any(one.is_within(allowed) for one in costs):
        beside = visit(f"{gateway.site}/empty", ON_AN_EMPTY_PAGE)
        allowed = max(allowed, FIRST_INTERACTION_MS, TIMES_AN_EMPTY_PAGE * beside.ms)
        costs.append(visit(url, use))

    assert any(one.is_within(allowed) for one in costs), [(one.ms, one.task_ms) for one in costs]
    for cost in costs:
        assert cost.shift < MOST_LAYOUT_SHIFT
        assert cost.bytes <= MOST_BYTES
        assert len(cost.addresses) <= MOST_REQUESTS, cost.addresses
