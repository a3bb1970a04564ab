"""Fit the weights of the ranking to judged needs: `python -m tuning.ranking`, a minute on one core.

The weights are those under which the programmes that a broker would offer are likeliest, each need for
itself (Cao et al. 2007, the top-one likelihood), drawn towards nothing. How likely a score is to be helpful
is fitted on top of them (Platt 1999).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.commands.questions import Questions, today
from bot.evaluation.judged_needs import GOOD, IDEAL, JudgedNeed, read_needs
from knowledge.catalogue import Selection
from knowledge.matching import on_offer
from knowledge.needs import Need
from knowledge.precedents import FILE as PRECEDENTS
from knowledge.precedents import Precedent, Precedents
from knowledge.requests import read_request
from knowledge.scoring import are_asked_for, parts_of
from knowledge.verdicts import Rulings
from knowledge.vocabulary import vocabulary
from knowledge.weights import FILE, Scale
from knowledge.yardstick import Yardstick

JUDGED = Path(__file__).parents[1] / "tests" / "development"
FILES = ("matching.yaml", "matching_second.yaml", "matching_third.yaml", "matching_fourth.yaml")
PULL = 2e-3  # of all weights towards nothing
OF_TABLES = 0.3  # how large the tables' parts count beside the others: the less, the more they are held back
DIGITS = 3
OF_WORDS = ("meaning", "words", "precedent")
WORTH = {IDEAL: 1.0, GOOD: 0.4}
WRONG = -0.5
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """One need: the parts of every programme that may be offered for it, and what each is worth."""

    need: JudgedNeed
    ids: Sequence[str]
    parts: Matrix
    gains: Matrix


def lessons(questions: Questions) -> tuple[list[str], list[Lesson]]:
    """Return the names of the parts, and a lesson for each judged need."""
    programmes = on_offer(questions.programmes())
    needs = [need for name in FILES for need in read_needs(JUDGED / name)]
    past = judged_before(needs)
    taught = [_lesson(need, programmes, questions, past.without(need.id)) for need in needs]
    return [*taught[0][0]], [lesson for _, lesson in taught]


def judged_before(needs: Sequence[JudgedNeed]) -> Precedents:
    """Return the needs as what later ones are held against."""
    return Precedents(tuple(Precedent(one.id, str(one.asked["text"]), _worth(one)) for one in needs))


def _worth(need: JudgedNeed) -> dict[str, float]:
    helps = {one: WORTH[need.gain(one)] for one in need.ideal | need.good}
    return dict(sorted({**helps, **dict.fromkeys(need.wrong, WRONG)}.items()))


def _lesson(
    need: JudgedNeed, programmes: Selection, questions: Questions, past: Precedents
) -> tuple[Sequence[str], Lesson]:
    request = read_request(questions.completed(dict(need.asked)))
    words, firm = request.need.words, request.firm
    cosines = questions.meaning.nearness(words, programmes) if words else None
    leaning = past.leaning(questions.meaning.of(words, past.each), programmes) if words else None
    asked = Yardstick.of(programmes, firm, request.need, today(), cosines=cosines, leaning=leaning)
    possible = Rulings(programmes.catalogue, firm, today()).of(programmes).possible()
    offered = programmes.where(are_asked_for(programmes, asked) & possible)
    parts = {**parts_of(offered, asked), **_of_tables(offered, asked.need)}
    ids = [offered.catalogue.ids[row] for row in offered.rows]
    gains = [need.gain(one) if one not in need.wrong else 0 for one in ids]
    lesson = Lesson(need, ids, np.column_stack([*parts.values()]), np.array(gains, dtype=np.float64))
    return [*parts], lesson


def _of_tables(offered: Selection, need: Need) -> dict[str, Matrix]:
    """Each barrier told and each kind asked for, with each kind of support: is it the case here?"""
    told = {"barriers": sorted(vocabulary().barriers), "wants": sorted(vocabulary().support)}
    said = {"barriers": need.barriers, "wants": need.wants}
    offers = {kind: _offering(offered, kind) for kind in sorted(vocabulary().support)}
    return {
        f"{table}.{row}.{kind}": OF_TABLES * (row in said[table]) * offering
        for table, rows in told.items()
        for row in rows
        for kind, offering in offers.items()
    }


def _offering(offered: Selection, kind: str) -> Matrix:
    return offered.told("support", lambda one: kind in one.support)


def fit(taught: Sequence[Lesson]) -> Matrix:
    """Return the weight of each part."""
    used = [one for one in taught if one.gains.any()]
    matrix = np.concatenate([one.parts for one in used])
    shares = np.concatenate([one.gains / one.gains.sum() for one in used])
    lengths = [len(one.gains) for one in used]
    starts, owner = np.concatenate([[0], np.cumsum(lengths)[:-1]]), np.repeat(np.arange(len(used)), lengths)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        likely = powers / np.add.reduceat(powers, starts)[owner]
        value = -float(shares @ np.log(likely + 1e-12)) / len(used)
        slope = (likely - shares) @ matrix / len(used)
        return value + PULL * float(weights @ weights), slope + 2 * PULL * weights

    found: Matrix = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def likelihood(taught: Sequence[Lesson], weights: Matrix) -> Scale:
    """Return with what a score tells how likely it is that it helps."""
    from sklearn.linear_model import LogisticRegression

    scores = np.concatenate([one.parts @ weights for one in taught]).reshape(-1, 1)
    helps = np.concatenate([one.gains > 0 for one in taught])
    fitted = LogisticRegression(C=1e3).fit(scores, helps)
    return Scale(round(float(fitted.coef_[0, 0]), DIGITS), round(float(fitted.intercept_[0]), DIGITS))


def without_words(names: Sequence[str], weights: Matrix) -> Matrix:
    """Return the weights where the person's words are not known."""
    return np.where([name in OF_WORDS for name in names], 0.0, weights)


def written(names: Sequence[str], weights: Matrix, said: Scale, unsaid: Scale) -> str:
    """Return the file as Signpost reads it."""
    tables: dict[str, dict[str, dict[str, float]]] = {"barriers": {}, "wants": {}}
    parts = {}
    for name, weight in zip(names, weights, strict=True):
        table, _, cell = name.partition(".")
        if not cell:
            parts[name] = round(float(weight), DIGITS)
        elif rounded := round(OF_TABLES * float(weight), DIGITS):
            row, _, kind = cell.partition(".")
            tables[table].setdefault(row, {})[kind] = rounded
    content = {"parts": parts, **tables, "said": asdict(said), "unsaid": asdict(unsaid)}
    return HEAD + yaml.safe_dump(content, sort_keys=False, default_flow_style=None, width=110)


def remembered(past: Precedents) -> str:
    """Return the file of precedents as Signpost reads it."""
    content = [{"id": one.id, "said": one.meant, "worth": dict(one.worth)} for one in past.each]
    return HEAD_OF_PRECEDENTS + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


HEAD_OF_PRECEDENTS = """# What was judged of needs by hand, as a broker would (tests/development).
# `python -m tuning.ranking` writes it. 1 came first, 0.4 helps as well, -0.5 must not be offered. It is
# never shown.
"""
HEAD = """# What each part of how well a programme fits is worth; `python -m tuning.ranking` writes it.
# It is fitted to needs that were judged by hand, as a broker would (tests/development), and checked on
# others (tests/held_out).
"""


@click.command()
def main() -> None:
    """Fit the weights and write them where Signpost reads them."""
    with Questions.opened() as questions:
        names, taught = lessons(questions)
    weights = fit(taught)
    said, unsaid = likelihood(taught, weights), likelihood(taught, without_words(names, weights))
    FILE.write_text(written(names, weights, said, unsaid), encoding="utf-8")
    PRECEDENTS.write_text(remembered(judged_before([one.need for one in taught])), encoding="utf-8")
    click.echo(f"{len(taught)} needs, {len(names)} parts: {FILE.name} is written")


if __name__ == "__main__":
    main()
