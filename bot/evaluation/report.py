"""Everything measured on the held-out sets, as JSON can hold it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.evaluation import judging
from bot.evaluation.cases import Case
from bot.evaluation.scores import Count, Share, packed

Parse = Callable[[str], Mapping[str, Any]]
Judged = Sequence[tuple[Case, Mapping[str, Any]]]


def report(
    understanding: Sequence[Case], parsing: Sequence[Case], beyond: Sequence[Case], parse: Parse
) -> dict[str, Any]:
    """Return the figures of the three sets."""
    judged = [(case, parse(case.text)) for case in understanding]
    rules = [(case, parse(case.text)) for case in parsing]
    outside = [parse(case.text) for case in beyond]
    return {
        "intent": {
            "all": _intents(judged).pack(),
            "answered": _intents([one for one in judged if not judging.abstained(one[1])]).pack(),
            **{f"voice {name}": _intents(group).pack() for name, group in _by_voice(judged).items()},
        },
        "barriers": packed([judging.barriers(*one) for one in judged]),
        "entities": packed([judging.entities(*one) for one in judged]),
        "entities in hard cases": packed([judging.entities(*one) for one in rules]),
        "hard cases wholly right": Share(sum(_faultless(one) for one in rules), len(rules)).pack(),
        "out of scope kept out": Share(sum(map(_kept_out, outside)), len(outside)).pack(),
    }


def _intents(judged: Judged) -> Share:
    return Share(sum(judging.intent_is_right(*one) for one in judged), len(judged))


def _by_voice(judged: Judged) -> dict[str, list[tuple[Case, Mapping[str, Any]]]]:
    groups = defaultdict(list)
    for case, parsed in judged:
        groups[case.voice or "none"].append((case, parsed))
    return dict(sorted(groups.items()))


def _faultless(one: tuple[Case, Mapping[str, Any]]) -> bool:
    count: Count = judging.entities(*one)
    return count.wrong == count.missed == 0


def _kept_out(parsed: Mapping[str, Any]) -> bool:
    return parsed["intent"]["name"] in ("out_of_scope", judging.FALLBACK)
