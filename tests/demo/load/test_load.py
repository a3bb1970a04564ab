"""A short load of a few people: everything is answered, nothing twice, and the counts are printed."""

import json
import os
import subprocess
import sys

import pytest

from tests.servers import PREPARED, PROJECT

pytestmark = pytest.mark.whole


def test_a_few_people_on_three_channels_are_all_answered_once():
    words = ("load", "--people", "12", "--minutes", "0.34", "--pace", "5", "--seed", "1")
    environment = {**os.environ, "SIGNPOST_HOME": str(PREPARED)}

    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        check=False,
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
    )

    counts = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (counts["messages"], counts["answered"]) == (48, 48)
    assert counts["acknowledged"] == 32  # on the web the answer is the acknowledgement
    nothing = ("lost", "answered_twice", "refused_as_illegal")
    assert [counts[name] for name in nothing] == [0, 0, 0]
    assert counts["memory_end_mb"] > 0
