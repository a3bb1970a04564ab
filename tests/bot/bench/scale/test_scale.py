"""The growth is measured with copies that differ, and drawn."""

from xml.etree import ElementTree

import pytest

from bot.bench.scale.asked import needs
from bot.bench.scale.copies import Copies
from bot.bench.scale.figure import Axis, figure
from bot.bench.scale.one import measure
from bot.bench.scale.stage import fill
from knowledge.loading import read_facts
from knowledge.storage import programmes
from knowledge.storage.catalogues import Catalogues
from knowledge.storage.database import Database

SECONDS_ON_A_BUSY_MACHINE = 0.5


@pytest.fixture(scope="module")
def facts():
    return read_facts()


class Flat:
    """Encodes without a model: one of 384 directions for each first letter."""

    def __init__(self, folder=None):
        pass

    def encode(self, texts):
        import numpy as np

        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, ord(text[0]) % 384] = 1
        return vectors


def test_copies_differ_from_each_other_and_the_same_seed_makes_the_same(facts):
    records = [record for _, record in Copies(facts.programmes).first(600)]

    assert tuple(records[: len(facts.programmes)]) == facts.programmes
    assert len({record.id for record in records}) == len({record.version for record in records}) == 600
    assert len({record.summary for record in records}) > 590
    assert len({record.places for record in records}) > 100
    assert records == [record for _, record in Copies(facts.programmes).first(600)]
    assert records != [record for _, record in Copies(facts.programmes, seed=2).first(600)]


def test_needs_differ_and_are_the_same_each_time(facts):
    asked = needs(facts.journeys, ("robotics",), 50)

    assert len({need.words for _, need in asked}) == 50
    assert asked == needs(facts.journeys, ("robotics",), 50)


def test_a_few_hundred_records_are_matched_and_measured(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.bench.scale.one.Encoder", Flat)
    monkeypatch.setattr(programmes, "CATALOGUES", Catalogues())
    address = f"sqlite:///{tmp_path / 'records.db'}"
    database = Database(address)
    fill(database, tmp_path, 400, Flat())
    database.close()

    figures = measure(address, tmp_path, 10)

    assert 0 < figures["match_p50_ms"] <= figures["match_p95_ms"] < SECONDS_ON_A_BUSY_MACHINE * 1000
    assert figures["memory_mb"] > 0


def test_the_figure_shows_every_database_in_every_panel():
    row = {"match_p50_ms": 5, "match_p95_ms": 8, "load_s": 0, "records_mb": 3}
    rows = [{"records": n, "database": d, **row} for n in (250, 1000) for d in ("sqlite", "postgresql")]

    drawn = ElementTree.fromstring(figure(rows))  # noqa: S314 - our own

    assert len(drawn.findall(".//{*}polyline")) == 4 * 2


def test_an_axis_has_room_for_its_values():
    axis = Axis.over([250, 100_000], 100)

    assert axis.at(100) == 0
    assert axis.at(100_000) == 100
    assert [mark for _, mark in axis.marks()] == ["100", "1,000", "10,000", "100,000"]
