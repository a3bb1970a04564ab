"""What each of those who take part does in a run, in order, and how their acts fall between one another."""

import random
from collections.abc import Sequence

from bot.drill.steps import SPEAKING, Doing

Act = tuple[Doing, str]

ENDS = (Doing.GIVES_BACK, Doing.RELEASES, Doing.CLOSES, Doing.TAKES_OVER)
FALSE_ORDER, ENDING, ONCE_MORE = 0.15, 0.7, 0.4


def person(rng: random.Random, who: str) -> list[Act]:
    """Return the acts of somebody who asks for a person."""
    begin = [Doing.OPENS, *rng.choice(([], [Doing.SAYS])), Doing.ASKS, Doing.AGREES]
    if rng.random() < FALSE_ORDER:  # the network turns two round
        begin[-2:] = reversed(begin[-2:])
    another = [Doing.ASKS, Doing.AGREES]
    more = ([Doing.SAYS], [Doing.RESENDS], [Doing.ASKS_AGAIN], another, another)
    middle = [one for _ in range(rng.choice((1, 2, 3))) for one in rng.choice(more)]
    end = rng.choice(([], [], [], [Doing.WITHDRAWS], [Doing.ERASES], [Doing.WITHDRAWS, Doing.RESENDS]))
    return [(doing, who) for doing in (*begin, *middle, *end)]


def broker(rng: random.Random, who: str) -> list[Act]:
    """Return the acts of somebody who answers."""
    story = [Doing.CLAIMS, *[Doing.WRITES] * rng.choice((1, 1, 2))]
    if rng.random() < ENDING:
        story.append(rng.choice(ENDS))
    if rng.random() < ONCE_MORE:
        story += [Doing.CLAIMS, Doing.WRITES]
    return [(doing, who) for doing in story]


def gateway() -> list[Act]:
    """Return what the gateway does by itself."""
    return [(Doing.SWEEPS, "gateway")] * 2


def desk(rng: random.Random) -> list[Act]:
    """Return what the desk does by itself."""
    return [(doing, "desk") for doing in rng.sample([*[Doing.DELIVERS] * 3, Doing.WATCHES], 4)]


def aimed(somebody: list[Act], answering: list[Act], doing: Doing) -> None:
    """Add an act to whose story it belongs to, unless it is there."""
    if doing in SPEAKING | {Doing.ERASES} and all(one is not doing for one, _ in somebody):
        somebody.append((doing, somebody[0][1]))
    if doing in ENDS and all(one is not doing for one, _ in answering):
        answering += [(Doing.CLAIMS, answering[0][1]), (doing, answering[0][1])]


def interleaved(rng: random.Random, stories: Sequence[tuple[float, list[Act]]]) -> list[Act]:
    """Return all acts in one order, each story's in its own; a story begins after its share of the run."""
    placed = [
        (place, number, act)
        for number, (begins, story) in enumerate(stories)
        for place, act in zip(sorted(rng.uniform(begins, 1.0) for _ in story), story, strict=True)
    ]
    return [act for _, _, act in sorted(placed, key=lambda one: one[:2])]
