"""Facts, code and wordings hold to the vocabulary."""

import re
from pathlib import Path

import pytest

from knowledge import conditions
from knowledge.doubt import SHUTS_OUT
from knowledge.loading.labels import PRICES, RECURS
from knowledge.scoring import PARTS
from knowledge.vocabulary import vocabulary
from knowledge.weights import weights
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


def test_every_part_has_a_weight_and_every_weight_of_the_tables_a_label():
    words, fitted = vocabulary(), weights()

    assert fitted.parts.keys() == PARTS.keys()
    assert fitted.barriers.keys() <= words.barriers.keys()
    assert fitted.wants.keys() <= words.support
    assert all(row.keys() <= words.support for row in (*fitted.barriers.values(), *fitted.wants.values()))


def test_questions_are_asked_of_what_a_person_can_tell():
    assert SHUTS_OUT.keys() <= vocabulary().entities.keys() | conditions.KINDS.keys()


def test_every_wording_that_the_code_names_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("knowledge").glob("*.py"))
    named = set(re.findall(r'"(utter_[a-z0-9_]+)"', code))

    assert named
    assert {name for name in named if not known(name)} == set()
    reasons = set(re.findall(r'Reason\.of\("(\w+)"', code))
    assert {name for name in reasons if not known(f"utter_reason_{name}")} == set()
