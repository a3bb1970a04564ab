"""Vocabulary, domain, rules, actions and wordings say the same."""

import re
from pathlib import Path
from string import Formatter

import pytest

from actions.catalogue import ACTIONS, ANSWERS
from actions.clarify import meanings
from actions.conversation import Conversation
from actions.firm_words import SPOKEN
from actions.glossary import entries
from actions.memory import SLOTS, Memory
from actions.needs import NEEDS
from actions.questions import ANSWERS as QUESTIONS
from actions.spoken_records import window
from knowledge.records import Status
from knowledge.vocabulary import vocabulary
from knowledge.wording import FOLDER, say, wordings
from knowledge.yaml_file import read_yaml
from tests.databases import shipped_facts

ROOT = Path(__file__).parents[2]
OURS = (
    "apologies", "basics", "buttons", "conversation", "feedback", "handoff", "offers", "options", "privacy",
    "profile", "questions", "terms",
)  # fmt: skip
NAMED = re.compile(r"\butter_[a-z0-9_]+\b")
PATTERN = re.compile(r"f\"(utter_[a-z0-9_]*(?:\{[^}]*\}[a-z0-9_]*)+)\"")


@pytest.fixture(scope="module")
def domain():
    return read_yaml(ROOT / "domain.yml")


@pytest.fixture(scope="module")
def rules():
    return read_yaml(ROOT / "data/rules.yml")["rules"]


@pytest.fixture(scope="module")
def code():
    return "\n".join(path.read_text() for path in sorted((ROOT / "actions").glob("*.py")))


def named_in(code):
    """Every wording that the code names, in full or by a pattern with a gap."""
    labels = {f"utter_label_{name}" for name in re.findall(r"(?<!\w)choice\(\s*\"([a-z0-9_]+)\"", code)}
    labels |= {f"utter_label_{name}" for name in re.findall(r"_said\([^\n]*\"([a-z0-9_]+)\"\)", code)}
    patterns = [
        re.sub(r"\{[^}]*\}", "[a-z0-9_]+", p) for p in PATTERN.findall(code) if p != "utter_label_{label}"
    ]
    return set(NAMED.findall(code)) - {"utter_message"} | labels, [re.compile(p) for p in patterns]


def test_the_domain_has_every_intent_of_the_vocabulary_and_the_fallback(domain):
    names = [next(iter(intent)) for intent in domain["intents"]]

    assert names == [*vocabulary().intents, "nlu_fallback"]
    assert all(intent[name] == {"use_entities": []} for intent in domain["intents"] for name in intent)


def test_the_domain_has_the_entities_of_the_vocabulary_and_the_one_that_only_choices_use(domain):
    assert domain["entities"] == [*vocabulary().entities, "language", "answer"]


def test_the_domain_has_the_slots_that_the_actions_read_and_no_slot_decides_an_action(domain):
    assert tuple(domain["slots"]) == SLOTS
    assert set(SLOTS) == set(Memory().pack())
    assert all(
        slot["type"] == "any" and not slot["influence_conversation"] for slot in domain["slots"].values()
    )


def test_the_domain_keeps_no_wordings(domain):
    assert "responses" not in domain


def test_every_intent_has_one_rule_which_names_the_action_that_the_code_answers_with(rules, tools):
    said = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}

    assert len(said) == len(rules)
    assert set(said) == {*vocabulary().intents, "nlu_fallback"}
    assert said == {intent: action(tools).name() for intent, action in ANSWERS.items()}


def test_every_action_of_the_domain_exists_in_a_file_of_its_name(domain, tools):
    assert domain["actions"] == [action(tools).name() for action in ACTIONS]
    for action in ACTIONS:
        noun = action(tools).name().removeprefix("action_")
        assert action.__module__ == f"actions.{noun}"
        assert action.__name__ == "".join(word.capitalize() for word in noun.split("_"))


def test_every_wording_that_the_actions_name_exists(code):
    named, patterns = named_in(code)
    complete = {name for name in named if not name.endswith("_")}

    assert complete - set(wordings()) == set()
    assert [p.pattern for p in patterns if not any(p.fullmatch(name) for name in wordings())] == []


def test_every_wording_of_the_actions_is_used(code):
    named, patterns = named_in(code)
    ours = {name for file in OURS for name in read_yaml(FOLDER / f"{file}.yml")["responses"]}
    from_data = {term.wording for file in ("terms", "basics") for term in entries(file)}

    unused = {n for n in ours - named - from_data if not any(p.fullmatch(n) for p in patterns)}
    assert unused == set()


def test_no_wording_stands_in_two_files():
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for name in read_yaml(path)["responses"]:
            assert name not in found, f"{name} stands in {path.name} and in {found[name]}"
            found[name] = path.name


def test_every_wording_can_be_filled_in():
    for name, text in wordings().items():
        values = {key: "x" for _, key, _, _ in Formatter().parse(text) if key}
        assert say(name, **values)


@pytest.mark.parametrize("file", ["terms", "basics"])
def test_the_glossary_names_records_that_exist_and_no_name_means_two_things(file):
    known = {programme.id for programme in shipped_facts().programmes}
    said = [name for term in entries(file) for name in term.said]

    assert {term.record for term in entries(file) if term.record} <= known
    assert len(said) == len(set(said))


def test_there_are_at_least_35_terms():
    assert len(entries("terms")) >= 35


def test_every_need_and_barrier_is_of_the_vocabulary():
    assert {s for need in NEEDS.values() for s in need.support} <= vocabulary().support
    assert {b for need in NEEDS.values() for b in need.implied} <= set(vocabulary().barriers)
    assert {intent for intent in vocabulary().intents if intent.startswith("find_")} - set(NEEDS) == {
        "find_events",
        "find_case_studies",
    }


def test_every_question_and_every_fact_has_its_words():
    for name in QUESTIONS:
        assert say(f"utter_ask_{name}")
        assert [choice.label for choice in QUESTIONS[name]()]
    for name in SPOKEN:
        assert say(f"utter_label_firm_{name}")


def test_every_status_can_be_said():
    programme = shipped_facts().programmes[0]
    assert all(say(f"utter_window_{status}") for status in Status)
    assert window(programme)


def test_a_guess_at_the_meaning_is_never_small_talk():
    guesses = meanings(
        Conversation("c", "m", "?", "nlu_fallback", Memory(), likeliest=("greet", "affirm", "find_ip"))
    )
    assert [choice.intent for choice in guesses] == ["find_ip", "find_support", "request_roadmap"]
