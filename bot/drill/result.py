"""What became of a run, as it is told from process to process."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from bot.drill.findings import Count, Finding

Hit = tuple[str, str, str]
TALLIES = ("faults", "steps", "changes")


@dataclass(frozen=True)
class Result:
    """One run: what is wrong, what happened at which points (work, point, how), and the tallies.

    `changes` counts what became of cases and of what is around them.
    """

    number: int
    findings: tuple[Finding, ...]
    hit: Counter[Hit]
    faults: Counter[str]
    steps: Counter[str]
    changes: Counter[str]

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "number": self.number,
            "findings": [asdict(finding) for finding in self.findings],
            "hit": [[*key, many] for key, many in self.hit.items()],
            **{name: dict(getattr(self, name)) for name in TALLIES},
        }

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Result":
        """Read what `pack` wrote."""
        return cls(
            content["number"],
            tuple(Finding(Count(f["count"]), f["what"], f["where"]) for f in content["findings"]),
            Counter({(doing, point, how): many for doing, point, how, many in content["hit"]}),
            *(Counter(content[name]) for name in TALLIES),
        )
