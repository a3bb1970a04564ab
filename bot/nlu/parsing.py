"""Understanding without a conversation: the trained model, loaded once, in this process."""

from pathlib import Path
from typing import Any

from bot.engine import lean

lean.install()

from rasa.core.processor import MessageProcessor  # noqa: E402 - Rasa is imported only after the stand-ins

from bot.engine.training import ModelMissing, model_path  # noqa: E402
from bot.engine.understanding import understand  # noqa: E402

_KEPT = {
    "barriers": ("name", "confidence", "words"),
    "entities": ("entity", "text", "start", "end", "value", "negated"),
    "intent_ranking": ("name", "confidence"),
}


class Parser:
    """Parses texts as the engine does."""

    def __init__(self, home: Path) -> None:
        """Load the model that is kept in `home`, or raise ModelMissing."""
        path = model_path(home)
        if not path.exists():
            raise ModelMissing(path)
        _, self._metadata, self._runner = MessageProcessor._load_model(path)

    @property
    def graph_runner(self) -> Any:
        """Return what runs the model's graph."""
        return self._runner

    @property
    def model_metadata(self) -> Any:
        """Return what the model says of itself."""
        return self._metadata

    def parse(self, text: str) -> dict[str, Any]:
        """Return intent, ranking, barriers and entities in the form of `signpost parse`."""
        parsed = understand(self, text)
        kept = {key: [_only(one, names) for one in parsed.get(key, [])] for key, names in _KEPT.items()}
        return {"intent": _only(parsed["intent"], ("name", "confidence")), **kept}


def _only(content: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: content[name] for name in names if name in content}
