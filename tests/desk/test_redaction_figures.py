"""What was left out is hidden nearly always, and hardly anything else with it."""

from functools import cache
from pathlib import Path

import pytest

from tests.desk.redaction_figures import DEVELOPMENT, HELD_OUT, Figures, figures_of

# the held-out half is measured and never tuned on; its floors keep what was measured
FLOORS = {
    DEVELOPMENT: {"name": 0.98, "firm": 0.84, "where": 0.77, "contact": 1.0},
    HELD_OUT: {"name": 0.98, "firm": 0.78, "where": 0.91, "contact": 1.0},
}
MOST_HURT, MOST_LOST = 0.05, 0.02


@cache
def figures(file: Path) -> Figures:
    return figures_of(file)


@pytest.mark.parametrize(("file", "part"), [(file, part) for file, parts in FLOORS.items() for part in parts])
def test_each_part_is_hidden_as_well_as_before(file, part):
    assert figures(file).recall(part) >= FLOORS[file][part], figures(file).stayed


@pytest.mark.parametrize("file", FLOORS)
def test_what_has_nothing_to_hide_stays_readable(file):
    measured = figures(file)

    assert len(measured.hurt_plain()) <= MOST_HURT * measured.plain, measured.hurt
    assert measured.lost.total() <= MOST_LOST * measured.words, measured.hurt
