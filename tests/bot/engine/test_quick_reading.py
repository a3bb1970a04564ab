"""A training file is checked as strictly as before, and a fault is still shown with its line."""

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.formats.rasa_yaml import NLU_SCHEMA_FILE
from rasa.shared.utils import io
from rasa.shared.utils.validation import YamlValidationException
from ruamel.yaml import YAML

from bot.engine import quick_reading
from tests.servers import PROJECT

RIGHT = 'version: "3.1"\nnlu:\n- intent: greet\n  examples:\n  - text: "yes"\n'
WRONG = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: 12\n- intnt: thank\n'


def test_a_right_file_passes_without_its_lines_being_kept(monkeypatch):
    kinds = []
    read = io.read_yaml
    monkeypatch.setattr(
        quick_reading, "_read_yaml", lambda content, kind="safe": (kinds.append(kind), read(content))[1]
    )

    quick_reading.check(RIGHT, NLU_SCHEMA_FILE)

    assert set(kinds) == {"safe"}
    assert io.read_yaml is not quick_reading._plainly


def test_a_file_with_a_fault_is_refused_with_the_line():
    with pytest.raises(YamlValidationException) as refused:
        quick_reading.check(WRONG, NLU_SCHEMA_FILE)

    assert "in Line" in str(refused.value)


def test_the_quick_parser_reads_what_the_slow_one_reads():
    slow = YAML(typ="safe", pure=True)
    slow.version = "1.2"
    content = (PROJECT / "data" / "nlu" / "conversation.yml").read_text(encoding="utf-8")

    assert io.read_yaml(content) == slow.load(content)
    assert io.read_yaml("- yes\n- no\n- on\n- 10:30\n- 012\n") == slow.load(
        "- yes\n- no\n- on\n- 10:30\n- 012\n"
    )


def test_the_domain_in_a_model_is_read_once_and_as_rasa_reads_it(tmp_path, monkeypatch):
    storage, resource = LocalModelStorage(tmp_path), Resource("domain")
    domain = Domain.from_path(Path(__file__).with_name("tiny") / "domain.yml")
    with storage.write_to(resource) as folder:
        domain.persist(folder / "domain.yml")
    given = {"config": {}, "model_storage": storage, "resource": resource, "execution_context": None}
    as_rasa_does = DomainProvider.load(**given).provide_inference()
    read = io.read_yaml
    times = []
    monkeypatch.setattr(io, "read_yaml", lambda content, *more: (times.append(1), read(content, *more))[1])
    monkeypatch.setattr(DomainProvider, "load", vars(quick_reading.QuickDomainProvider)["load"])

    quickly = DomainProvider.load(**given).provide_inference()

    assert len(times) == 1
    assert quickly.as_dict() == as_rasa_does.as_dict()
    assert quickly.fingerprint() == as_rasa_does.fingerprint()
