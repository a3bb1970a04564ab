"""What a curator reads: how often each programme started, each case counted once."""

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from desk.afterwards.asking import ask_due
from desk.afterwards.follow_ups import Became
from desk.afterwards.tally import outcome_table, tally
from knowledge.loading import Facts, apply
from knowledge.storage.outcomes import ProgrammeOutcome
from tests.desk.afterwards.closed import A_WEEK_ON, GRANT, given_closed, press
from tests.knowledge.factories import make_programme


def told(case, day, answer, programme="p1"):
    return ProgrammeOutcome(case, day, programme, answer)


def test_a_case_counts_once_by_its_latest_answer():
    of_one = [told("c1", 30, "started"), told("c1", 7, "applied"), told("c1", 90, None)]
    (found,) = tally([*of_one, told("c2", 7, None)])

    assert (found.asked, found.became) == (2, {Became.STARTED: 1})


def test_what_started_most_often_comes_first_then_by_id():
    found = tally([told("c1", 7, "not_yet", "a"), told("c1", 7, None, "b"), told("c2", 7, "started", "z")])

    assert [one.programme_id for one in found] == ["z", "a", "b"]


@given(
    st.lists(
        st.builds(
            ProgrammeOutcome,
            st.sampled_from("xy"),
            st.sampled_from([7, 30, 90]),
            st.sampled_from("pq"),
            st.none() | st.sampled_from([*Became]).map(str),
        )
    )
)
def test_no_more_answers_are_counted_than_cases_were_asked(outcomes):
    for one in tally(outcomes):
        assert 0 <= sum(one.became.values()) <= one.asked <= 2


def test_the_table_names_the_programmes(database):
    with database.open() as session:
        apply(session, Facts(programmes=(make_programme("a-grant"),)))
    given_closed(database, cards=(GRANT,))
    ask_due(database, A_WEEK_ON, by_mail=False)
    press(database, "It started")

    with database.reading() as session:
        lines = outcome_table(session).splitlines()

    assert lines[0].split("  ")[0] == "programme"
    assert lines[1].split() == ["A", "Grant", "1", "1", "0", "0", "0"]


def test_the_command_says_when_there_is_nothing_yet(monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))

    assert "Nobody has been asked" in CliRunner().invoke(main, ["outcomes"]).output
