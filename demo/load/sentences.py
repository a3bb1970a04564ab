"""What the people of a load say, one after another: needs, answers, questions, odds and ends."""

from itertools import chain

TALKS = (
    (
        "we make brass fittings in Walsall, twenty of us, and cannot find anybody who solders",
        "what would it cost us?",
        "we have been going since 2009",
        "tell me more about the first one",
        "what should we do first?",
    ),
    (
        "the bank turned us down for a new oven, we are a bakery in Kidderminster",
        "about forty thousand",
        "6 people",
        "is there a grant instead?",
        "do we qualify?",
    ),
    (
        "cl. wants a robot cell for welding, WS10, 35 ppl, no idea who to ask",
        "turnover 4m",
        "who runs that?",
        "anything nearer?",
        "thanks",
    ),
    (
        "our biggest customer asks for a carbon plan and we have never written one",
        "Telford",
        "we mould plastics, 60 staff",
        "is there a course?",
        "what else is there?",
    ),
    (
        "how do I start selling abroad",
        "Stoke-on-Trent",
        "just me and my brother",
        "what is an export licence?",
        "no, something online",
    ),
    (
        "is there a course that would teach two of my lads to read technical drawings",
        "Coventry, CV6",
        "they are both under 25",
        "why does that fit?",
        "show me events",
    ),
)


def sentence(person: int, turn: int) -> str:
    """Return what this person says as their so manieth message; each begins somewhere else."""
    said = tuple(chain.from_iterable(TALKS[person % len(TALKS) :] + TALKS[: person % len(TALKS)]))
    return said[turn % len(said)]
