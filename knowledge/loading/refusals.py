"""What is wrong with a fact, said so that its author can find it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FactRefused:
    """One thing that was not understood: in which file, record and field, and why."""

    file: str
    record: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.record}: {self.field}: {self.why}"


class FactsRefused(ValueError):
    """The fact files are not all understood, so nothing of them was loaded: mend each problem."""

    def __init__(self, problems: Sequence[FactRefused]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
