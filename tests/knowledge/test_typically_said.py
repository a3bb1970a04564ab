"""What people say for whom a programme is right: there for whatever is open."""

from collections import Counter

import pytest

from knowledge.records import Status
from tests.databases import shipped_facts

LEAST = 4
PROGRAMMES = [one for one in shipped_facts().programmes if one.withheld is None]


@pytest.mark.parametrize(
    "programme", [one for one in PROGRAMMES if one.status is Status.OPEN], ids=lambda p: p.id
)
def test_each_open_programme_has_some(programme):
    assert len(programme.typically_said) >= LEAST


def test_none_stands_twice():
    said = Counter(one.casefold() for programme in PROGRAMMES for one in programme.typically_said)

    assert [one for one, times in said.items() if times > 1] == []
