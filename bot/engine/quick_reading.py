"""Lets Rasa read its training files once, and without noting where each part of them stands.

It checks each file with the slowest of its YAML parsers, which keeps every line number, only to name lines
when something is wrong. Here that is done only for a file that has a fault.

One `rasa train` reads every file four times, and copies all sentences and looks for doubles among them at
every one of a dozen mergers. Here a file that has not changed is read once, and nothing is copied deeper than
it is changed.

When it starts to serve, it reads the domain in the model four times, once of them to check it, which was done
when the model was trained. Here it is read once: two seconds of a start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import YamlException
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import io, validation

DOMAIN = "domain.yml"  # as DomainProvider writes it

_check_with_lines = validation.validate_yaml_schema
_read_yaml = io.read_yaml
_load = loading._load
_merge = TrainingData.merge
_read: dict[tuple[str, int, int, str | None], TrainingData | None] = {}


class QuickDomainProvider(DomainProvider):
    """Gives its `load` to Rasa's class, which looks at the names and types of what it calls."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - the signature is Rasa's
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_kwargs: Any,
    ) -> DomainProvider:
        """Return the domain that stands in a model, as training checked and wrote it."""
        with model_storage.read_from(resource) as folder:
            content = io.read_yaml((folder / DOMAIN).read_text(encoding="utf-8"))
        return cls(model_storage, resource, Domain.from_dict(content))


def install() -> None:
    """Put the quick ways in place of the slow ones."""
    validation.validate_yaml_schema = check
    loading._load = load_once
    TrainingData.merge = merge
    TrainingData.sanitize_examples = staticmethod(each_once)
    DomainProvider.load = vars(QuickDomainProvider)["load"]


def check(content: str, schema_path: str, package_name: str = validation.PACKAGE_NAME) -> None:
    """Check a file against its schema; one with faults raises Rasa's own exceptions, with line numbers."""
    try:
        with _without_lines():
            _check_with_lines(content, schema_path, package_name)
    except YamlException:
        _check_with_lines(content, schema_path, package_name)


@contextmanager
def _without_lines() -> Iterator[None]:
    io.read_yaml = _plainly
    try:
        yield
    finally:
        io.read_yaml = _read_yaml


def _plainly(content: str, _reader_type: Any = "safe", **_: Any) -> Any:
    return _read_yaml(content)


def load_once(filename: str, language: str | None = "en") -> TrainingData | None:
    """Return what a file holds, read again only when it has changed; the caller may change what it gets."""
    state = Path(filename).stat()
    key = (str(filename), state.st_mtime_ns, state.st_size, language)
    if key not in _read:
        _read[key] = _load(filename, language)
    known = _read[key]
    return None if known is None else merge(known)


def merge(first: TrainingData, *others: TrainingData | None) -> TrainingData:
    """Return all of it in one; doubles are looked for only where more than one has sentences."""
    given = [one for one in (first, *others) if one]
    merged = _merge(*map(_without_sentences, given)) if given else TrainingData()
    sentences = [_copied(one) for data in given for one in data.training_examples]
    several = sum(bool(data.training_examples) for data in given) > 1
    merged.training_examples = each_once(sentences) if several else sentences
    return merged


def each_once(sentences: list[Message]) -> list[Message]:
    """Return the sentences without spaces around their labels, and without those that stand there twice."""
    for sentence in sentences:
        for label in (INTENT, RESPONSE):
            if isinstance(sentence.get(label), str):
                sentence.set(label, sentence.get(label).strip())
    if any(sentence.features for sentence in sentences):
        return list(dict.fromkeys(sentences))
    return list({repr(sorted(one.data.items())): one for one in reversed(sentences)}.values())[::-1]


def _without_sentences(data: TrainingData) -> TrainingData:
    return TrainingData(None, data.entity_synonyms, data.regex_features, data.lookup_tables, data.responses)


def _copied(message: Message) -> Message:
    return Message(dict(message.data), set(message.output_properties), message.time, list(message.features))
