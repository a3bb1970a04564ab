"""What a run will be is decided before it begins."""

from hypothesis import given
from hypothesis import strategies as st

from bot.drill.plan import plan
from bot.drill.steps import SPEAKING, Doing, How, Point
from bot.drill.stories import ANSWERS

POINTS = [Point(doing.value, f"commit 1 {moment}") for doing in Doing for moment in ("before", "after")]
SEEDS, NUMBERS = st.integers(0, 2**32), st.integers(0, 2000)


@given(SEEDS, NUMBERS)
def test_the_same_seed_gives_the_same_plan(seed, number):
    assert plan(seed, number, POINTS) == plan(seed, number, POINTS)


@given(SEEDS, NUMBERS)
def test_everybody_begins_at_the_beginning_and_no_two_steps_are_confused(seed, number):
    steps = plan(seed, number, POINTS).steps

    firsts = {step.who: step.doing for step in reversed(steps)}
    assert all(
        doing in {Doing.OPENS, Doing.TELLS, *ANSWERS} for who, doing in firsts.items() if who.startswith("p")
    )
    assert all(doing is Doing.CLAIMS for who, doing in firsts.items() if who.startswith("b"))
    assert len({step.key for step in steps}) == len(steps)


@given(SEEDS, st.integers(0, len(POINTS) - 1))
def test_each_run_means_to_kill_somebody_at_the_point_whose_turn_it_is(seed, number):
    aim = POINTS[number]

    killed = {
        (step.doing.value, step.stop.point)
        for step in plan(seed, number, POINTS).steps
        if step.stop is not None and step.stop.how is How.KILL
    }

    assert (aim.doing, aim.name) in killed


@given(SEEDS, NUMBERS)
def test_rest_comes_after_every_moment_of_the_run(seed, number):
    made = plan(seed, number, POINTS)

    assert all(step.at < made.rest.at for step in made.steps)


@given(SEEDS, NUMBERS)
def test_only_what_can_go_wrong_in_a_step_does(seed, number):
    for step in plan(seed, number, POINTS).steps:
        if step.mood != "fine":
            assert step.doing in SPEAKING | {Doing.TEXTS, Doing.SWEEPS}
        if step.receiver != "fine":
            assert step.doing in {Doing.DELIVERS, Doing.BRINGS}
