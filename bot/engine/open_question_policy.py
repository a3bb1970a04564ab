"""While a question that takes free text is open, whatever is said next is its answer."""
# ruff: noqa: ARG002, ARG003 - the signatures are Rasa's

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException

from bot.engine.questions import takes_text

ACTION = "action_take_answer"
SLOT = "question"
ABOVE_RULES = 10  # Rasa's RulePolicy has 6


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class OpenQuestionPolicy(Policy):
    """Predicts `action_take_answer` while such a question is open, then listens; else the rules decide."""

    @staticmethod
    def supported_data() -> SupportedData:
        """Learn from nothing, and so stand no check of the rules in the way."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the priority alone."""
        return {"priority": ABOVE_RULES}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "OpenQuestionPolicy":
        """Make the policy."""
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[DialogueStateTracker],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Check that the domain has the action."""
        if ACTION not in domain.action_names_or_texts:
            raise InvalidConfigException(f"domain.yml must list {ACTION}, which OpenQuestionPolicy predicts")
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Return certainty for the action, for listening after it, or for nothing."""
        probabilities = self._default_predictions(domain)
        action = next_action(tracker.latest_action_name, tracker.get_slot(SLOT))
        if action is not None:
            probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def next_action(last_action: str | None, question: Any) -> str | None:
    """Return the action that an open question asks for, or None where the rules decide."""
    if last_action == ACTION:
        return str(ACTION_LISTEN_NAME)
    if last_action == ACTION_LISTEN_NAME and takes_text(question):
        return ACTION
    return None
