"""Facts, code and wordings hold to the vocabulary."""

import re
from pathlib import Path

import pytest

from knowledge import conditions
from knowledge.customs import USUAL_BARRIERS, USUAL_SUPPORT
from knowledge.loading.labels import PRICES, RECURS
from knowledge.rules import ALSO_MANUFACTURING, NEW
from knowledge.scoring import SHUTS_OUT
from knowledge.vocabulary import vocabulary
from knowledge.wording import known

KINDS = {
    "place": vocabulary().places,
    "sector": vocabulary().sectors,
    "support": vocabulary().support,
    "barrier": vocabulary().barriers,
    "stage": vocabulary().stages,
    "provider": vocabulary().provider_kinds,
    "price": PRICES,
    "recurs": RECURS,
}
LISTS = ("support", "barriers", "sectors", "stages", "places")


@pytest.mark.parametrize(
    ("kind", "label"), [(kind, label) for kind in KINDS for label in sorted(KINDS[kind])]
)
def test_every_label_has_a_name_that_people_can_read(kind, label):
    assert known(f"utter_label_{kind}_{label}")


def test_the_facts_use_no_other_labels(facts):
    for record in (*facts.programmes, *facts.events, *facts.case_studies, *facts.hubs):
        for name in LISTS:
            assert getattr(record, name, frozenset()) <= set(getattr(vocabulary(), name)), record.id


def test_the_facts_name_no_address_in_their_texts(facts):
    for record in (*facts.programmes, *facts.events, *facts.case_studies):
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w", record.summary), record.id


def test_what_code_takes_as_understood_is_in_the_vocabulary():
    words = vocabulary()

    assert USUAL_SUPPORT.keys() == words.barriers.keys()
    assert frozenset().union(*USUAL_SUPPORT.values()) <= words.support
    assert USUAL_BARRIERS.keys() <= words.support
    assert frozenset().union(*USUAL_BARRIERS.values()) <= words.barriers.keys()
    assert words.sectors.keys() >= ALSO_MANUFACTURING
    assert words.stages.keys() >= NEW


def test_questions_are_asked_of_what_a_person_can_tell():
    assert SHUTS_OUT.keys() <= vocabulary().entities.keys() | conditions.KINDS.keys()


def test_every_wording_that_the_code_names_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("knowledge").glob("*.py"))
    named = set(re.findall(r'"(utter_[a-z0-9_]+)"', code))

    assert named
    assert {name for name in named if not known(name)} == set()
    reasons = set(re.findall(r'Reason\.of\("(\w+)"', code))
    assert {name for name in reasons if not known(f"utter_reason_{name}")} == set()
