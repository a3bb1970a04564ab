"""The drill as an operator runs it: it finds nothing wrong, and it would find it."""

import json
import os
import subprocess
import sys

import pytest

A_WHILE_S = 600  # a busy machine is no reason to fail
# a drill that did not put this aside would lose every request
SURROUNDINGS = {
    "SIGNPOST_SMTP_HOST": "127.0.0.1",
    "SIGNPOST_SMTP_PORT": "1",
    "SIGNPOST_DESK_MAILBOX": "desk@example.org",
    "OPENBLAS_NUM_THREADS": "1",
}


def run(*command):
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        timeout=A_WHILE_S,
        check=False,
        env=os.environ | SURROUNDINGS,
    )
    assert not done.stderr, done.stderr[-4000:]
    return done


def drill(runs, seed, *options):
    return run("bot.cli", "drill", "--runs", str(runs), "--seed", str(seed), *options)


def test_in_fifty_runs_nothing_is_lost_or_told_twice_and_the_bot_is_silent_when_it_must_be(tmp_path):
    done = drill(50, 1, "--keep", str(tmp_path))

    *told, last = done.stdout.splitlines()
    assert json.loads(last) == {"runs": 50, "lost": 0, "doubled": 0, "spoke_while_owned": 0}, told[-20:]
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_repeats_the_same_drill_however_many_run_at_once():
    one = drill(4, 5, "--at-once", "1").stdout
    other = drill(4, 5, "--at-once", "2").stdout

    assert "seed 5, 4 runs" in one
    assert one == other


@pytest.fixture(scope="module")
def mutants():
    return [json.loads(line) for line in run("tests.bot.drill.mutants").stdout.splitlines()]


def test_a_guard_that_is_taken_out_is_missed(mutants):
    assert len(mutants) == 29
    assert [one["mutant"] for one in mutants if not one["found"]] == []
