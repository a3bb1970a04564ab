"""Whatever is killed in the middle of a turn, the person gets an answer, and the message is answered once."""

import signal
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.whole

NEED = "we make pressings in Dudley, 22 of us, and cannot find welders"
A_MOMENT_S = 0.5  # for the message to be on its way to a process that has been halted
LONGEST_S = 60


def until(found, seconds=LONGEST_S):
    """Return what is found once it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if result := found():
                return result
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")


def answers_with_programmes(chat):
    """What was said in answer, without the apologies."""
    said = chat.call("GET", f"/api/conversations/{chat.id}")["messages"]
    return [one for one in said if any(card["kind"] == "programme" for card in one.get("cards", []))]


@pytest.mark.parametrize("part", ["engine", "actions"])
def test_a_part_killed_during_a_turn_means_an_apology_now_and_one_answer_later(servers, chat, part):
    chat.say("we are in Dudley")
    process = servers.part(part)
    process.send_signal(signal.SIGSTOP)

    with ThreadPoolExecutor() as elsewhere:
        waiting = elsewhere.submit(chat.say, NEED)
        time.sleep(A_MOMENT_S)
        process.kill()
        replies = waiting.result(LONGEST_S)

    (apology,) = replies
    assert "0345 646 1352" in apology["text"]
    assert not apology["cards"]
    until(lambda: answers_with_programmes(chat))
    time.sleep(2 * A_MOMENT_S)
    assert len(answers_with_programmes(chat)) == 1
    assert chat.noted["profile"]["employees"] == 22


def test_a_gateway_killed_after_it_took_a_message_answers_it_when_it_is_back(servers, chat):
    engine, gateway = servers.part("engine"), servers.part("gateway")
    engine.send_signal(signal.SIGSTOP)

    with ThreadPoolExecutor() as elsewhere:
        waiting = elsewhere.submit(chat.say, NEED)
        time.sleep(A_MOMENT_S)
        gateway.kill()
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            waiting.result(LONGEST_S)
    engine.send_signal(signal.SIGCONT)

    until(lambda: answers_with_programmes(chat))
    again = until(
        lambda: chat.call(
            "POST", f"/api/conversations/{chat.id}/messages", {"text": NEED, "message_id": f"m{chat.sent}"}
        )
    )
    assert any(reply["cards"] for reply in again["replies"])
    assert len(answers_with_programmes(chat)) == 1


def test_everything_killed_and_started_again_has_lost_nothing(servers, chat):
    chat.say(NEED)
    before = chat.call("GET", f"/api/conversations/{chat.id}")

    for part in ("engine", "actions", "gateway", "desk"):
        servers.part(part).kill()

    after = until(lambda: chat.call("GET", f"/api/conversations/{chat.id}"))
    assert after["messages"] == before["messages"]
    assert after["profile"] == before["profile"]
    until(lambda: chat.call("GET", "/readyz")["ready"])
    chat.say("tell me more about the first one")
    assert [card["id"] for card in chat.cards] == before["shown"][:1]
