"""Rasa's component for what a person is doing, what holds the firm back, and which sector it is in."""
# ruff: noqa: ARG003 - the signatures are Rasa's

import logging
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.distress import calmer
from bot.nlu.empty_talk import has_no_known_word, is_only_contacts, share_known, without_contacts
from bot.nlu.essence import essence
from bot.nlu.features import Rows
from bot.nlu.found import Found
from bot.nlu.labelled import Sentence
from bot.nlu.language import other_language
from bot.nlu.negation import without_denied
from bot.nlu.reading import shared_reader
from bot.nlu.reading_matter import code, content_hash
from bot.nlu.spelling import Spelling
from bot.nlu.taken_back import taken_back
from bot.nlu.tuned import is_kept_aside, tuned_encoder
from bot.nlu.understood import NOT_UNDERSTOOD, Meaning, Told, Understood
from knowledge.encoder import Encoder
from knowledge.settings import KnowledgeSettings

log = logging.getLogger(__name__)

RANKING = 10
DIGITS = 4  # of a confidence
PLAINLY = 0.6  # of the words are known in English; of other languages a third at most, such as "do" and "a"
ENOUGH_LEFT = 3  # words beside what a text denies
SECTOR = "sector_told"  # of a message: the sector that it tells, for who finds none by rules
SECTORS = "sectors_likely"  # of a message: how likely each sector is, for who finds several
NOTHING = Meaning([(NOT_UNDERSTOOD, 1.0)], [], None)


class NoModel(RuntimeError):
    """The component was not trained: run `signpost serve --prepare`."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SituationClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking`, `barriers` and `barriers_taken_back` of a message, and SECTOR.

    Rules go before and after the trained model: what a mail program puts around a text is left out, one that
    says nothing is not understood, `urgent_distress` below a probability of 0.5 yields to the next intent
    unless despair is plainly said, and what a text denies ("customers, not money") gives no barrier.
    """

    def __init__(self, encoder: Encoder, storage: ModelStorage, resource: Resource) -> None:
        self._encoder = encoder
        self._storage = storage
        self._resource = resource
        self._understood: Understood | None = None
        self._spelling = Spelling({}, encoder.is_word)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Make an untrained component over the encoder kept in SIGNPOST_HOME."""
        return cls(tuned_encoder(KnowledgeSettings().home), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Make a trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._understood = Understood.load(Path(folder))
        component._spelling = Spelling(component._understood.rarity, component._encoder.is_word)
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the code that the class uses: Rasa hashes the class alone."""
        return content_hash(code())

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the intents of the examples, and from `barriers` and `sector` in their metadata."""
        sentences = list(sentences_of(training_data))
        log.info("reading %d sentences", len(sentences))
        self._understood = Understood.learn(sentences, self._encoded([one.text for one in sentences]))
        quality = self._understood.quality
        log.info(
            "unseen sentences: %.1f %% of intents right, %.1f %% of the %.1f %% answered, "
            "F1 of barriers %.3f, of sectors %.3f",
            100 * quality.accuracy,
            100 * quality.accuracy_of_answered,
            100 * quality.answered,
            quality.barrier_f1,
            quality.sector_f1,
        )
        with self._storage.write_to(self._resource) as folder:
            self._understood.save(Path(folder))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Change nothing: no other component learns from what this one says."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, the ranking and the barriers of each message."""
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        text = essence((message.get(TEXT) or "").strip())
        language = None if self._is_plainly_english(text) else other_language(text)
        silent = language is not None or self._says_nothing(text)
        meaning = NOTHING if silent else self._heard(text)
        ranking = [
            {"name": name, "confidence": round(share, DIGITS)} for name, share in meaning.intents[:RANKING]
        ]
        denied = {} if silent else {one.name: one.words for one in taken_back(text)}
        barriers = [
            {"name": one.name, "confidence": round(one.confidence, DIGITS), "words": one.words}
            for one in meaning.barriers
            if one.name not in denied
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("barriers", barriers, add_to_output=True)
        message.set(SECTOR, meaning.sector)
        message.set(SECTORS, meaning.sectors)
        if denied:
            gone = [{"name": name, "words": words} for name, words in denied.items()]
            message.set("barriers_taken_back", gone, add_to_output=True)
        if language is not None:
            spoken = Found("language", 0, len(message.get(TEXT)), language).pack(message.get(TEXT))
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), spoken], add_to_output=True)

    def _is_plainly_english(self, text: str) -> bool:
        """Are most words known? Then the model that tells languages apart (80 MB) need not be loaded."""
        return share_known(text, self._model().known_words) >= PLAINLY

    def _says_nothing(self, text: str) -> bool:
        if not re.search(r"\w", text) or is_only_contacts(text):
            return True
        strange = has_no_known_word(text, self._model().known_words)
        return strange and not shared_reader().read(without_contacts(text))

    def _heard(self, text: str) -> Meaning:
        """Return what a text means: distress leads only when `calmer` lets it, and what is denied is none."""
        # blanks stand for what was denied, so that every position is the same
        left = without_denied(text)
        if len(left.split()) < ENOUGH_LEFT:
            # "no loans": what is denied is all there is to tell the intent by
            meaning = self._encode_and_read(text, text)
            meaning = meaning if left == text else replace(meaning, barriers=[], sector=None)
        else:
            meaning = self._encode_and_read(left, text)
        return replace(meaning, intents=calmer(text, meaning.intents))

    def _encode_and_read(self, text: str, written: str) -> Meaning:
        """Read a text as it was meant; the words that tell a label are those that were `written`."""
        mended = self._spelling.mend(text)
        read = self._encoder.read(mended.text)
        meaning = self._model().read(mended.text, read.layers()[None], read.part, self._encoder.encode_layers)

        def as_written(one: Told) -> Told:
            return replace(one, words=written[slice(*mended.place(one.words))])

        sector = as_written(meaning.sector) if meaning.sector else None
        return replace(meaning, barriers=[*map(as_written, meaning.barriers)], sector=sector)

    def _model(self) -> Understood:
        if self._understood is None:
            raise NoModel("intents, barriers and sectors were not trained: run `signpost serve --prepare`")
        return self._understood

    def _encoded(self, texts: list[str]) -> Rows:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            parts = list(pool.map(self._encoder.encode_layers, _chunks(texts)))
        return np.concatenate(parts)


def sentences_of(training_data: TrainingData) -> Iterator[Sentence]:
    """Yield the labelled sentences of Rasa's training data."""
    for example in training_data.intent_examples:
        text, labels = example.get(TEXT), (example.get("metadata") or {}).get("example") or {}
        if text:
            said, perhaps = (frozenset(labels.get(name, ())) for name in ("barriers", "perhaps"))
            yield Sentence(
                text, example.get(INTENT), said, perhaps, is_kept_aside(text), labels.get("sector")
            )


def _chunks(texts: list[str], size: int = 64) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
