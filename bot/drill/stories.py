"""What each of those who take part does in a run, in order, and how their acts fall between one another."""

import random
from collections.abc import Sequence

from bot.drill.steps import SPEAKING, Doing

Act = tuple[Doing, str]

ENDS = (Doing.GIVES_BACK, Doing.RELEASES, Doing.CLOSES, Doing.TAKES_OVER, Doing.TO_COLLEAGUE, Doing.TO_HUB)
ANSWERS = (Doing.ALLOWS, Doing.ALLOWS, Doing.KEEPS)
LOOKS = 3  # in each of which a request moves one team on, before it can end
BY_CLOCK = (Doing.ESCALATES, Doing.EXPIRES)
FALSE_ORDER, ENDING, ONCE_MORE, ASKING, EXPIRING, LATER = 0.15, 0.7, 0.4, 0.3, 0.15, 0.25


def person(rng: random.Random, who: str) -> list[Act]:
    """Return the acts of somebody who asks for a person."""
    begin = [Doing.OPENS, *rng.choice(([], [Doing.SAYS])), Doing.ASKS, Doing.AGREES]
    if rng.random() < FALSE_ORDER:  # the network turns two round
        begin[-2:] = reversed(begin[-2:])
    another = [Doing.ASKS, Doing.AGREES]
    more = ([Doing.SAYS], [Doing.RESENDS], [Doing.ASKS_AGAIN], [Doing.TAKES_BACK], another, another)
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


def about_another_hub(rng: random.Random, somebody: str, broker: str, aim: Doing | None) -> list[Act]:
    """Return what passes between two when a broker would like another front door to have the case."""
    answer = aim if aim in ANSWERS else rng.choice(ANSWERS)
    return [(Doing.CLAIMS, broker), (Doing.ASKS_FOR_HUB, broker), (answer, somebody)]


def how_it_went(somebody: str, broker: str) -> list[Act]:
    """Return what passes between the end of a request and the answer to the question how it went."""
    asked, told = (Doing.ASKS_HOW, "desk"), (Doing.TELLS, somebody)
    return [(Doing.CLAIMS, broker), (Doing.CLOSES, broker), asked, asked, told]


def gateway(rng: random.Random, names: Sequence[str]) -> list[Act]:
    """Return what the gateway does by itself, and what Meta tells it of what was brought."""
    acts = [(Doing.SWEEPS, "gateway")] * 2
    for name in [name for name in names if name.startswith("w")]:
        acts += [*[(Doing.BRINGS, "gateway")] * 4, (Doing.REPORTS, name), (Doing.REPORTS, name)]
    return rng.sample(acts, len(acts))


def desk(rng: random.Random) -> list[Act]:
    """Return what the desk does by itself."""
    own = [*[Doing.DELIVERS] * 3, Doing.WATCHES, Doing.ESCALATES, Doing.ESCALATES, Doing.OWNS_UP]
    own += [Doing.EXPIRES] * (LOOKS * (rng.random() < EXPIRING))
    return [(doing, "desk") for doing in rng.sample(own, len(own))]


def aimed(somebody: list[Act], answering: list[Act], own: list[Act], doing: Doing) -> None:
    """Add an act to whose story it belongs to, unless it is there; `own` is that of the desk."""
    if doing in BY_CLOCK and all(one is not doing for one, _ in own):
        own += [(doing, own[0][1])] * LOOKS
    if doing in SPEAKING - set(ANSWERS) | {Doing.ERASES} and all(one is not doing for one, _ in somebody):
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
