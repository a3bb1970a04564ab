"""The plan of one run: who does what, when, and what goes wrong; the same seed gives the same plan."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.drill.desk import ANSWER, PATIENCE, WITHIN
from bot.drill.steps import (
    BY_META,
    BY_REQUEST,
    PRESSING,
    SPEAKING,
    Doing,
    How,
    Mood,
    Network,
    Plan,
    Point,
    Receiver,
    Refusal,
    Step,
    Stop,
)
from bot.drill.stories import (
    ASKING,
    LATER,
    Act,
    about_another_hub,
    aimed,
    broker,
    desk,
    gateway,
    how_it_went,
    interleaved,
    person,
)
from bot.drill.telephone import PHONES

ON_WEB = SPEAKING | {Doing.ERASES}
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
FRIDAY, SUNDAY = 5, 7
SILENT = timedelta(minutes=31)  # longer than the desk bears
JUMPS = (
    *(timedelta(hours=hours) for hours in (1, 7, 25, 6 * 24)),
    *(timedelta(minutes=-minutes) for minutes in (5, 180, 2 * 24 * 60)),
)
JUMPING, EVEN, WRITING = 0.12, 0.5, 0.35
BY_TELEPHONE = BY_META | {Doing.BRINGS}
AFTERWARDS = {Doing.ASKS_HOW, Doing.TELLS}
TALKING = {Doing.ASKS_FOR_HUB, *PRESSING} - {Doing.TAKES_BACK, *AFTERWARDS}
# shares of the steps in which something goes wrong, before and after the one that is aimed at
BEFORE, AFTER = 0.2, 0.4


BAD_MOODS = tuple(mood for mood in Mood if mood is not Mood.FINE)


def plan(seed: int, number: int, points: Sequence[Point]) -> Plan:
    """Return the plan of one run; it aims a kill at one of the points, each in turn."""
    rng = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret
    aim = points[number % len(points)] if points else None
    steps, jumps = _timed(rng, interleaved(rng, _stories(rng, aim)))
    rest = Step(Doing.SWEEPS, "all", "rest", max(step.at for step in steps) + A_DAY, rng.getrandbits(32))
    return Plan(number, tuple(_troubled(rng, steps, aim, points)), rng.random() < EVEN, jumps, rest)


def calm(webhook: bool) -> Plan:
    """Return a run in which every kind of work comes up, and nothing goes wrong but once the engine."""
    order = (
        "opens p1, says p1, asks p1, agrees p1, delivers desk, claims b1, writes b1, says p1, "
        "gives_back b1, asks_again p1, claims b2, releases b2, claims b1, takes_over b2, closes b2, "
        "asks_how desk, tells p1, opens p3, says p3, sweeps gateway, watches desk, resends p1, opens p2, "
        "asks p2, agrees p2, claims b1, watches desk, delivers desk, withdraws p2, delivers desk, "
        "erases p2, opens p4, asks p4, agrees p4, escalates desk, escalates desk, escalates desk, "
        "delivers desk, claims b1, writes b1, to_colleague b1, asks_for_hub b2, keeps p4, asks_for_hub b2, "
        "allows p4, delivers desk, claims b1, to_hub b1, delivers desk, claims b1, takes_back p4, asks p4, "
        "agrees p4, owns_up desk, expires desk, says w1, brings gateway, asks w1, brings gateway, "
        "reports w1, agrees w1, brings gateway, claims b1, writes b1, brings gateway, reports w1, "
        "resends w1, withdraws w1"
    )
    steps, now = [], START
    for index, (doing, who) in enumerate(one.split() for one in order.split(", ")):
        now += {"escalates": WITHIN, "owns_up": ANSWER, "expires": PATIENCE}.get(doing, SILENT)
        now = _week_on(now) if doing == Doing.ASKS_HOW else now
        waits = (doing, who) == (Doing.SAYS, "p3")
        mood = Mood.DOWN if waits else Mood.FINE  # something must wait for the sweeper
        step = Step(Doing(doing), who, f"{who}-{index}", now, index, mood=mood)
        steps.append(on_telephone(step) if who in PHONES and step.doing in ON_WEB else step)
    return Plan(-1, tuple(steps), webhook, 0, steps[-1])


def _stories(rng: random.Random, aim: Point | None) -> list[tuple[float, list[Act]]]:
    names = _people(rng, aim)
    people = [(0.0, person(rng, name)) for name in names]
    later = aim is not None and Doing(aim.doing) not in SPEAKING
    brokers = [(0.6 if later else 0.35, broker(rng, f"b{n + 1}")) for n in range(rng.choice((1, 2)))]
    own, talks = desk(rng), []
    if rng.random() < ASKING or (aim is not None and Doing(aim.doing) in TALKING):
        talks.append((0.6, about_another_hub(rng, names[0], "b1", Doing(aim.doing) if aim else None)))
    if rng.random() < LATER or (aim is not None and Doing(aim.doing) in AFTERWARDS):
        talks.append((0.7, how_it_went(names[0], "b1")))
    if aim is not None:
        aimed(people[0][1], brokers[0][1], own, Doing(aim.doing))
    return [*people, *brokers, *talks, (0.15, gateway(rng, names)), (0.3, own)]


def _people(rng: random.Random, aim: Point | None) -> list[str]:
    """Return who asks for a person; whoever is aimed at comes first."""
    by_telephone = aim is not None and Doing(aim.doing) in BY_TELEPHONE
    on_web = aim is not None and Doing(aim.doing) in SPEAKING | {Doing.ERASES}
    first = "w1" if by_telephone or (not on_web and rng.random() < WRITING) else "p1"
    return [first, *rng.choice(((), (), ("p2",), ("w2",)))]


def _timed(rng: random.Random, order: Sequence[Act]) -> tuple[list[Step], int]:
    steps, jumps, now = [], 0, START
    for index, (doing, who) in enumerate(order):
        now += timedelta(seconds=rng.choice((1, 3, 20, 90)))
        if rng.random() < JUMPING:
            now, jumps = now + rng.choice(JUMPS), jumps + 1
        if doing is Doing.WATCHES and rng.random() < EVEN:
            now += SILENT
        if doing is Doing.ESCALATES and rng.random() < EVEN:
            now += WITHIN
        if doing is Doing.OWNS_UP and rng.random() < EVEN:
            now += ANSWER
        if doing is Doing.EXPIRES:
            now += PATIENCE
        if doing is Doing.ASKS_HOW and rng.random() < EVEN:
            now = _week_on(now)
        step = Step(doing, who, f"{who}-{index}", now, rng.getrandbits(32))
        steps.append(on_telephone(step) if who in PHONES and doing in ON_WEB else step)
    return steps, jumps


def _week_on(now: datetime) -> datetime:
    """Return when a question how it went is due: by day, on a working day."""
    later = (now + A_WEEK).replace(hour=11) + A_DAY
    return later + A_DAY * max(0, SUNDAY + 1 - later.isoweekday()) if later.isoweekday() > FRIDAY else later


def on_telephone(step: Step) -> Step:
    """Return what somebody on the web does as somebody on WhatsApp does it."""
    doing = {Doing.OPENS: Doing.SAYS, Doing.ERASES: Doing.WITHDRAWS}.get(step.doing, step.doing)
    return replace(step, doing=Doing.TEXTS, saying=doing)


def _troubled(
    rng: random.Random, steps: Sequence[Step], aim: Point | None, points: Sequence[Point]
) -> list[Step]:
    candidates = [n for n, step in enumerate(steps) if aim and step.doing == aim.doing]
    target = rng.choice(candidates) if candidates else -1
    troubled = []
    for number, step in enumerate(steps):
        if number == target and aim is not None:
            troubled.append(replace(step, stop=Stop(How.KILL, aim.name)))
        elif rng.random() < (BEFORE if number < target else AFTER):
            troubled.append(_in_trouble(rng, step, points))
        else:
            troubled.append(step)
    if target >= 0 and steps[target].doing is Doing.SWEEPS:
        _leave_waiting(steps, troubled, target)
    return troubled


def _leave_waiting(steps: Sequence[Step], troubled: list[Step], target: int) -> None:
    """See to it that the sweeper has something to do: the engine is away for what was said before."""
    spoken = [n for n in range(target) if steps[n].doing in SPEAKING]
    if spoken:
        troubled[spoken[-1]] = replace(steps[spoken[-1]], mood=Mood.DOWN)


def _in_trouble(rng: random.Random, step: Step, points: Sequence[Point]) -> Step:
    chosen = rng.choice(_what_can_go_wrong(step))
    if chosen == "engine":
        return replace(step, mood=rng.choice((*BAD_MOODS, Mood.LATE, Mood.DIED)))  # the two are worst
    if chosen == "network":
        return replace(step, network=rng.choice(list(Network)[1:]))
    if chosen == "receiver":
        return replace(step, receiver=rng.choice(list(Receiver)[1:]))
    its = [point.name for point in points if point.doing == step.doing]
    if chosen == "stop" and its:
        return replace(step, stop=_stop(rng, rng.choice(its)))
    return replace(step, refusal=Refusal(rng.choice((1, 2, 3)), rng.choice((1, 2, 50))))


def _what_can_go_wrong(step: Step) -> list[str]:
    by_engine = step.doing in SPEAKING | {Doing.TEXTS, Doing.SWEEPS}
    by_network = step.doing in BY_REQUEST and step.doing is not Doing.OPENS
    return [
        "refusal",
        "stop",
        *["engine"] * by_engine,
        *["network"] * by_network,
        *["receiver"] * 2 * (step.doing in (Doing.DELIVERS, Doing.BRINGS)),
    ]


def _stop(rng: random.Random, name: str) -> Stop:
    hows = list(How) if "commit" in name else [How.KILL, How.PAUSE]
    return Stop(rng.choice(hows), name, rng.choice((1, 2, 3, 5)))
