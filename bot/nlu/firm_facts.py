"""Rasa's component for entities: places, postcodes, sectors, quantities and names, found by rules.

Where no rule finds the sector, the one that the text was understood to tell is taken; where rules find
several, those that it hardly tells are left out.
"""
# ruff: noqa: ARG003 - the signatures are Rasa's

from collections.abc import Mapping
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.essence import essence
from bot.nlu.found import Found
from bot.nlu.reading import Reader, shared_reader
from bot.nlu.reading_matter import code, content_hash, word_lists
from bot.nlu.situation_classifier import SECTOR, SECTORS
from bot.nlu.trades import says_what_it_makes
from bot.nlu.understood import Told

# chosen on training sentences that the encoder never saw, and looked at on the development sets
HARDLY, MUCH_LIKELIER = 0.1, 5.0
MAKING = "manufacturing"  # a press, a lathe or a welder is in many trades


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FirmFacts(GraphComponent, EntityExtractorMixin):
    """Sets `entities` of a message."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make the component; it learns nothing."""
        return cls(shared_reader())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the word lists and of the code that reads them: Rasa hashes the class alone."""
        return content_hash([*word_lists(), *code()])

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is found to the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = _likely(self._reader.read(essence(text)), message.get(SECTORS) or {})
            found += _sector_told(essence(text), message.get(SECTOR), found)
            packed = [one.pack(text) for one in found]
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *packed], add_to_output=True)
        return messages


def _likely(found: list[Found], likely: Mapping[str, float]) -> list[Found]:
    """Leave out the farm shop that a cheese maker thinks of: a sector hardly told beside one that is."""
    told = [likely.get(one.value, 1.0) for one in found if one.entity == "sector" and not one.negated]
    best = max(told, default=0.0)

    def stays(one: Found) -> bool:
        share = likely.get(one.value, 1.0) if one.entity == "sector" and not one.negated else 1.0
        return share >= HARDLY or share * MUCH_LIKELIER > best

    return [one for one in found if stays(one)]


def _sector_told(text: str, told: Told | None, found: list[Found]) -> list[Found]:
    if told is None or told.words not in text or any(one.entity == "sector" for one in found):
        return []
    if told.name == MAKING and not says_what_it_makes(text):
        return []
    start = text.index(told.words)
    end = start + len(told.words)
    return [Found("sector", start, end, told.name, confidence=told.confidence, guessed=True)]
