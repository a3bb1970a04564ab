"""What a message means: typed text by the trained model, a choice by what the choice stands for."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT

LONGEST_TEXT = 2000  # characters; longer messages are refused at the door, and elsewhere only begun

_PREFIX = re.compile(r"[\s/]+")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # a surrogate alone, which no tokenizer takes

# one thread: the model's components are shared, and understanding one text after another is quick enough
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


class Model(Protocol):
    """A loaded model: Rasa's processor is one."""

    @property
    def graph_runner(self) -> Any:
        """Return what runs the model's graph."""

    @property
    def model_metadata(self) -> Any:
        """Return what the model says of itself."""


def understand(model: Model, text: str) -> dict[str, Any]:
    """Return Rasa's parse of typed text, whatever it begins with; of a very long one, of its beginning.

    Rasa takes "/restart" or '/request_human{"a": 1}' for an intent and its entities, whoever typed it.
    """
    message = UserMessage(text)
    # UserMessage itself would strip the text, and so move every position
    message.text = without_prefix(_HALF_A_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST_TEXT]))
    empty = DialogueStateTracker.from_events("", [])
    target = model.model_metadata.nlu_target
    results = model.graph_runner.run(
        inputs={PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: empty}, targets=[target]
    )
    parsed = results[target][0].as_dict(only_output_properties=True)
    nothing = {TEXT: text, INTENT: {"name": None, "confidence": 0.0}, ENTITIES: []}
    return {**nothing, **parsed, TEXT: text}


async def understand_beside(model: Model, text: str) -> dict[str, Any]:
    """Do the same in a thread of its own, so that the event loop goes on serving others."""
    return await asyncio.get_running_loop().run_in_executor(_reader, understand, model, text)


def without_prefix(text: str) -> str:
    """Return the text with blanks in place of leading slashes and spaces; positions stay the same."""
    prefix = _PREFIX.match(text)
    length = prefix.end() if prefix else 0
    return " " * length + text[length:]


def chosen(label: str, intent: str, entities: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parse that a choice stands for."""
    certain = {"name": intent, "confidence": 1.0}
    return {
        "text": label,
        "intent": certain,
        "intent_ranking": [certain],
        "entities": [
            {
                "entity": name,
                "value": value,
                "text": label,
                "start": 0,
                "end": len(label),
                "extractor": "choice",
            }
            for name, value in entities.items()
        ],
        "barriers": [],
    }
