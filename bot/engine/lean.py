"""Lets Rasa 3.6.21 run without TensorFlow, without unused drivers and on today's libraries.

Call `install()` before anything imports Rasa. What is left out refuses loudly when it is used. Each departure
has a test in tests/bot/engine/test_lean.py that fails when it is no longer needed or no longer true.
"""

import os
import sys
from collections.abc import Mapping
from functools import partialmethod
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

import numpy
import packaging.version
import sanic
import sanic.response

from bot.engine.graph_order import run_graph

TENSORFLOW = MappingProxyType(
    {
        # Rasa imports these when it serves, whatever the pipeline
        "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
        "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
        # this one would import scikit-learn as well, which takes a second and 60 MB
        "rasa.utils.tensorflow.model_data": (
            *("RasaModelData", "Data", "FeatureArray", "ragged_array_to_ndarray"),
        ),
        # and these when it trains or checks a configuration of the recipe default.v1
        "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
        "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ("ConveRTFeaturizer",),
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ("LanguageModelFeaturizer",),
        "rasa.core.policies.ted_policy": ("TEDPolicy",),
        "rasa.core.policies.unexpected_intent_policy": ("UnexpecTEDIntentPolicy",),
    }
)

DRIVERS = MappingProxyType(
    {
        # channels that Signpost replaces with its gateway; each imports the library of a vendor
        "rasa.core.channels.facebook": ("FacebookInput",),
        "rasa.core.channels.slack": ("SlackInput",),
        "rasa.core.channels.telegram": ("TelegramInput",),
        "rasa.core.channels.twilio": ("TwilioInput",),
        "rasa.core.channels.twilio_voice": ("TwilioVoiceInput",),
        "rasa.core.channels.webexteams": ("WebexTeamsInput",),
        "rasa.core.channels.hangouts": ("HangoutsInput",),
        # tracker stores in clouds and MongoDB; Signpost has a store of its own
        "boto3.dynamodb.conditions": ("Key",),
        "botocore.exceptions": ("BotoCoreError",),
        "pymongo": (),
        "pymongo.collection": ("Collection",),
        "pymongo.errors": ("ConnectionFailure", "OperationFailure"),
    }
)

LEFT_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType({**TENSORFLOW, **DRIVERS})


class LeftOut(RuntimeError):
    """This part of Rasa is left out of Signpost: use another one, or take it out of bot/engine/lean.py."""

    def __init__(self, module: str, name: str) -> None:
        super().__init__(f"{module}.{name} is left out of this installation, see bot/engine/lean.py")


class InstalledTooLate(RuntimeError):
    """Rasa was imported before `install()`: call it first."""


def install() -> None:
    """Put every stand-in in place; calling it again changes nothing."""
    if _is_installed():
        return
    if "rasa.core.agent" in sys.modules:
        raise InstalledTooLate("bot.engine.lean.install() must run before anything imports Rasa")
    # an assistant of a public body does not report its use to a vendor; sentry-sdk 2 would crash as well
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    for module, names in LEFT_OUT.items():
        _put(module, {name: _stand_in(module, name) for name in names})
    # imported by Rasa's logging whether telemetry is on or off
    _put("structlog_sentry", {"SentryProcessor": lambda **_: _unchanged})
    # Rasa uses one function of it; no release works both with NumPy 2 and with Rasa's graphs
    _put("dask", {"get": run_graph})
    _bring_back_old_names()


def _is_installed() -> bool:
    return "rasa.core.policies.ted_policy" in sys.modules and "dask" in sys.modules


def _bring_back_old_names() -> None:
    changed: list[tuple[Any, str, Any]] = [
        (numpy, "VisibleDeprecationWarning", numpy.exceptions.VisibleDeprecationWarning),  # gone in NumPy 2
        (packaging.version, "LegacyVersion", type("LegacyVersion", (), {})),  # gone in packaging 22
        (sanic.response, "stream", sanic.response.ResponseStream),  # gone in Sanic 22.6
        # Sanic 22.9 starts worker processes, which would import Rasa without the stand-ins
        (sanic.Sanic, "run", partialmethod(sanic.Sanic.run, single_process=True)),
    ]
    for owner, name, value in changed:
        setattr(owner, name, value)


def _put(module: str, content: dict[str, Any]) -> None:
    made = ModuleType(module)
    vars(made).update(content)
    sys.modules[module] = made
    parent, _, child = module.rpartition(".")
    if parent in LEFT_OUT:
        setattr(sys.modules[parent], child, made)


def _stand_in(module: str, name: str) -> type:
    def refuse(_self: object, *_: object, **__: object) -> NoReturn:
        raise LeftOut(module, name)

    # an exception, as Rasa names some in `except` clauses; with `name`, as channels are listed by it
    return type(name, (Exception,), {"__init__": refuse, "name": staticmethod(lambda: name)})


def _unchanged(_logger: object, _method: str, event: Any) -> Any:
    return event
