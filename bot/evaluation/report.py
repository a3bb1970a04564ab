"""Everything measured on the held-out sets."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bot.evaluation import judging, labels
from bot.evaluation.calibration import Bin, bins, expected_error
from bot.evaluation.cases import Case
from bot.evaluation.labels import Judged
from bot.evaluation.noise import NOISES
from bot.evaluation.scores import Count, Share, bootstrap, packed

Parse = Callable[[str], Mapping[str, Any]]
MOST_CONFUSIONS = 12


@dataclass(frozen=True)
class Sets:
    """The held-out sentences: what people say, hard cases of facts, and what is out of scope."""

    understanding: Sequence[Case]
    parsing: Sequence[Case]
    beyond: Sequence[Case]


@dataclass(frozen=True)
class Measured:
    """The sentences of the three sets with how each was understood, and the first set under each noise."""

    understanding: Sequence[Judged]
    parsing: Sequence[Judged]
    beyond: Sequence[Judged]
    noisy: Mapping[str, Sequence[Judged]]

    def reliability(self) -> list[Bin]:
        """Return how sure and how right it was about intents, in groups of like confidence."""
        sure = [float(_best(parsed)["confidence"]) for _, parsed in self.understanding]
        right = [_best(parsed)["name"] in case.accepted for case, parsed in self.understanding]
        return bins(sure, right)


def measure(sets: Sets, parse: Parse, *, noise: bool = False) -> Measured:
    """Parse every sentence, and with `noise` those of the first set once more for each kind of noise."""

    def judged(cases: Iterable[Case], change: Callable[[str], str] = str) -> list[Judged]:
        return [(case, parse(change(case.text))) for case in cases]

    noisy = {name: judged(sets.understanding, change) for name, change in NOISES.items()} if noise else {}
    return Measured(judged(sets.understanding), judged(sets.parsing), judged(sets.beyond), noisy)


def report(measured: Measured) -> dict[str, Any]:
    """Return the figures, as JSON can hold them."""
    judged = measured.understanding
    return {
        "intent": {
            "all": _intents(judged).pack(),
            "answered": _intents([one for one in judged if not judging.abstained(one[1])]).pack(),
            "asked back": Share(sum(judging.abstained(one[1]) for one in judged), len(judged)).pack(),
            **{f"voice {name}": _intents(group).pack() for name, group in _by_voice(judged).items()},
            "macro_f1": _macro(judged, labels.intents),
            "calibration_error": round(expected_error(measured.reliability()), 4),
        },
        "barriers": {
            **packed([judging.barriers(*one) for one in judged]),
            "macro_f1": _macro(judged, labels.barriers),
            **{
                f"voice {name}": packed([judging.barriers(*one) for one in group])["f1"]
                for name, group in _by_voice(judged).items()
            },
        },
        "entities": packed([judging.entities(*one) for one in judged]),
        "entities in hard cases": packed([judging.entities(*one) for one in measured.parsing]),
        "hard cases wholly right": Share(
            sum(_faultless(one) for one in measured.parsing), len(measured.parsing)
        ).pack(),
        "out of scope": _beyond(measured),
        "intents": {name: _row(count) for name, count in labels.intents(judged).items()},
        "each barrier": {name: _row(count) for name, count in labels.barriers(judged).items()},
        "each entity": {name: _row(count) for name, count in _by_entity(measured).items()},
        "confusions": [vars(one) for one in labels.confusions(judged)[:MOST_CONFUSIONS]],
        "noise": {name: _noise(judged, group) for name, group in measured.noisy.items()},
    }


def _beyond(measured: Measured) -> dict[str, Any]:
    """Kept out is what was refused or asked back; a false refusal is a need that was refused."""
    inside = [one for one in measured.understanding if one[0].intent != "out_of_scope"]
    refused = sum(
        p["intent"]["name"] == "out_of_scope" and "out_of_scope" not in c.accepted for c, p in inside
    )
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for one in measured.beyond:
        kinds[one[0].kind or "other"].append(one)
    return {
        "kept out": Share(sum(map(_kept_out, measured.beyond)), len(measured.beyond)).pack(),
        "refused": Share(
            sum(p["intent"]["name"] == "out_of_scope" for _, p in measured.beyond), len(measured.beyond)
        ).pack(),
        "false refusals": Share(refused, len(inside)).pack(),
        **{kind: Share(sum(map(_kept_out, group)), len(group)).pack() for kind, group in kinds.items()},
    }


def _noise(clean: Sequence[Judged], noisy: Sequence[Judged]) -> dict[str, float]:
    """Return the accuracy under noise and what it lost, in points, with the 95 % interval of the loss."""
    lost = [
        judging.intent_is_right(*before) - judging.intent_is_right(*after)
        for before, after in zip(clean, noisy, strict=True)
    ]
    low, high = bootstrap(lost, fmean)
    found = [judging.barriers(*one) for one in noisy]
    return {
        "intent": round(_intents(noisy).share(), 4),
        "points lost": round(100 * fmean(lost), 1) if lost else 0.0,
        "low": round(100 * low, 1),
        "high": round(100 * high, 1),
        "barriers_f1": round(sum(found, Count()).f1(), 4),
    }


def _macro(judged: Sequence[Judged], of: Callable[[Sequence[Judged]], dict[str, Count]]) -> dict[str, float]:
    low, high = bootstrap(judged, lambda sample: labels.macro_f1(of(sample)))
    return {"f1": round(labels.macro_f1(of(judged)), 4), "low": low, "high": high}


def _row(count: Count) -> dict[str, float]:
    return {
        "precision": round(count.precision(), 3),
        "recall": round(count.recall(), 3),
        "f1": round(count.f1(), 3),
        "of": count.right + count.missed,
    }


def _by_entity(measured: Measured) -> dict[str, Count]:
    counts: dict[str, Count] = defaultdict(Count)
    for case, parsed in (*measured.understanding, *measured.parsing):
        for kind, count in judging.entities_by_kind(case, parsed).items():
            counts[kind] += count
    return dict(sorted(counts.items()))


def _intents(judged: Sequence[Judged]) -> Share:
    return Share(sum(judging.intent_is_right(*one) for one in judged), len(judged))


def _by_voice(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    groups = defaultdict(list)
    for one in judged:
        groups[one[0].voice or "none"].append(one)
    return dict(sorted(groups.items()))


def _faultless(one: Judged) -> bool:
    count: Count = judging.entities(*one)
    return count.wrong == count.missed == 0


def _kept_out(one: Judged) -> bool:
    return one[1]["intent"]["name"] in ("out_of_scope", judging.FALLBACK)


def _best(parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The likeliest meaning, also when it was too unsure to act on."""
    ranking: Sequence[Mapping[str, Any]] = (*parsed["intent_ranking"], parsed["intent"])
    return next((one for one in ranking if one["name"] != judging.FALLBACK), ranking[-1])
