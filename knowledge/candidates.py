"""Which few of all that a firm may have are shown to it."""

from dataclasses import dataclass

import numpy as np

from knowledge.catalogue import Selection
from knowledge.columns import Flags, Numbers, Rows
from knowledge.doubt import odds
from knowledge.needs import Need
from knowledge.records import Status
from knowledge.traits import asks_for_something
from knowledge.variety import Ranked, choose
from knowledge.verdicts import Verdicts

LEAST_SCORE = 0.01
FAR_BEHIND = 0.3  # what fits less than this part of the best is not worth anybody's time


@dataclass(frozen=True)
class Candidates:
    """What is something of what is asked for, and in reach of the firm or nearly so.

    `fit` is how well each would fit were nothing unknown, `scores` how well as far as is known.
    """

    offered: Selection
    verdicts: Verdicts
    fit: Numbers
    scores: Numbers


def chosen_of(candidates: Candidates, need: Need, leaving_out: frozenset[str], limit: int) -> list[int]:
    """Return where the few are that are shown, the best first."""
    open_to_firm = np.flatnonzero(candidates.verdicts.possible() & ~_doubles(candidates, leaving_out))
    if not len(open_to_firm):
        return []
    left = candidates.scores[open_to_firm]
    shown = open_to_firm[left >= max(LEAST_SCORE, float(left.max()) * FAR_BEHIND)]
    if not len(shown):
        return []
    shown = _to_be_had_today(candidates.offered, shown)
    offered = Selection(candidates.offered.catalogue, candidates.offered.rows[shown])
    worth_of = odds(candidates.scores[shown])
    ranked, doors = Ranked.of(offered, worth_of, need.wants), offered.those("is_front_door")
    if not asks_for_something(need):
        return _listed(shown[choose(ranked, limit)])
    worth = _all_but_further_doors(ranked, doors)
    chosen = np.flatnonzero(worth)[choose(ranked.where(worth), limit)]
    return _listed(shown[_specific_first(chosen, doors[chosen])])


def _to_be_had_today(offered: Selection, shown: Rows) -> Rows:
    """What is paused or yet to come is shown only where there is nothing else."""
    column = offered.column("status")
    resting = column.flags(lambda one: one.status in (Status.PAUSED, Status.UPCOMING))
    running = shown[~offered.spread(resting, "status")[shown]]
    return running if len(running) else shown


def _all_but_further_doors(ranked: Ranked, doors: Flags) -> Flags:
    """Who asked for something is shown one front door at most, the best."""
    worth = ~doors
    if doors.any():
        worth[ranked.best(np.where(doors, ranked.scores, -1.0))] = True
    return worth


def _specific_first(chosen: Rows, doors: Flags) -> Rows:
    """Who asked for something hears of that before they hear of a general place to ask, however good."""
    specific = np.flatnonzero(~doors)
    if not len(chosen) or not doors[0] or not len(specific):
        return chosen
    return np.concatenate([chosen[specific[:1]], np.delete(chosen, specific[0])])


def _doubles(candidates: Candidates, leaving_out: frozenset[str]) -> Flags:
    """Tell of each whether it was shown, or is not the most local of the records of one offer."""
    offered, catalogue = candidates.offered, candidates.offered.catalogue
    possible, hidden = np.zeros((2, len(catalogue)), dtype=np.bool_)
    possible[offered.rows] = candidates.verdicts.possible()
    hidden[[catalogue.row_of[name] for name in leaving_out if name in catalogue.row_of]] = True
    standing, replaced = catalogue.replacing
    hidden[replaced[possible[standing]]] = True
    doubles: Flags = hidden[offered.rows]
    if leaving_out:
        wider = offered.column("replaces").flags(lambda one: not one.replaces.isdisjoint(leaving_out))
        doubles |= offered.spread(wider, "replaces")
    return doubles


def _listed(rows: Rows) -> list[int]:
    return [int(row) for row in rows]
