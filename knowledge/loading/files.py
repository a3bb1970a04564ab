"""Reads a folder of fact files, all of it or nothing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.loading.entries import (
    CaseStudyEntry,
    EventEntry,
    HubEntry,
    ProgrammeEntry,
    PurposeEntry,
    SameOffers,
    TypicallySaidEntry,
    UrgentHelpEntry,
)
from knowledge.loading.journeys import JourneyEntry, StepEntry, check_ways
from knowledge.loading.read import Read
from knowledge.loading.references import (
    Additions,
    check_additions,
    check_references,
    standing,
    versioned,
)
from knowledge.loading.refusals import FactRefused, FactsRefused
from knowledge.loading.release import Facts
from knowledge.yaml_file import SafeLoader

FACTS = Path(__file__).parent.parent / "facts"


class _Entry(Protocol):
    def record(self) -> Any: ...


_KINDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("programmes_*.yaml", ProgrammeEntry),
    ("events.yaml", EventEntry),
    ("case_studies.yaml", CaseStudyEntry),
    ("hubs.yaml", HubEntry),
    ("urgent_help.yaml", UrgentHelpEntry),
    ("roadmap_steps.yaml", StepEntry),
    ("roadmaps.yaml", JourneyEntry),
    ("purposes.yaml", PurposeEntry),
    ("typically_said.yaml", TypicallySaidEntry),
)
_SAME_OFFERS = "same_offers.yaml"


def read_facts(folder: Path = FACTS) -> Facts:
    """Return all facts of a folder, or raise FactsRefused with every problem in it."""
    problems: list[FactRefused] = list(_unknown_files(folder))
    kinds = [tuple(_records(folder, pattern, entry, problems)) for pattern, entry in _KINDS]
    same_offers = _same_offers(folder, problems)
    for (pattern, _), kind in zip(_KINDS, kinds, strict=True):
        problems += _doubles(kind)
        problems += _nothing(folder, pattern, bool(kind), problems)
    some = bool(same_offers.same_offers or same_offers.withheld)
    problems += _nothing(folder, _SAME_OFFERS, some, problems)
    *records, purposes, said = kinds
    additions = Additions(
        same_offers,
        purposes={read.record.id: read.record.purpose for read in purposes},
        typically_said={read.record.id: read.record.said for read in said},
    )
    problems += check_references(kinds[0], kinds[3], same_offers)
    if not problems:  # of what could not be read, nobody can tell whether anything leads there
        problems += check_additions((read.record.id for read in kinds[0]), additions)
        described = (read.record.id for kind in kinds[:3] for read in kind)
        problems += check_ways(kinds[5], kinds[6], described)
    if problems:
        raise FactsRefused(problems)
    programmes, events, case_studies, hubs, urgent_help, steps, journeys = (
        tuple(read.record for read in kind) for kind in records
    )
    return Facts(
        programmes=standing(programmes, additions),
        events=tuple(map(versioned, events)),
        case_studies=tuple(map(versioned, case_studies)),
        hubs=tuple(map(versioned, hubs)),
        urgent_help=tuple(map(versioned, urgent_help)),
        steps=tuple(map(versioned, steps)),
        journeys=journeys,
    )


def _records(
    folder: Path, pattern: str, entry: type[BaseModel], problems: list[FactRefused]
) -> Iterable[Read]:
    for path in sorted(folder.glob(pattern)):
        for number, content in enumerate(_listed(path, problems), start=1):
            name = _name(content, number)
            made = _understood(entry, content, path.name, name, problems)
            if made is not None:
                yield Read(path.name, made.record())


def _listed(path: Path, problems: list[FactRefused]) -> list[Any]:
    content = _parsed(path, problems)
    if isinstance(content, list):
        return content
    if content is not None:
        problems.append(FactRefused(path.name, "the file", "-", "it is not a list of records"))
    return []


def _parsed(path: Path, problems: list[FactRefused]) -> Any:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_NoDoubleKeys)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        problems.append(
            FactRefused(path.name, "the file", "-", f"it is not YAML: {' '.join(str(error).split())}")
        )
        return None
    if content is None:
        problems.append(FactRefused(path.name, "the file", "-", "it is empty"))
    return content


def _understood(
    entry: type[BaseModel], content: Any, file: str, name: str, problems: list[FactRefused]
) -> Any | None:
    try:
        return entry.model_validate(content)
    except ValidationError as error:
        for wrong in error.errors():
            field = ".".join(str(part) for part in wrong["loc"]) or "the record"
            problems.append(FactRefused(file, name, field, _why(wrong["msg"], wrong["type"])))
        return None


def _same_offers(folder: Path, problems: list[FactRefused]) -> SameOffers:
    path = folder / _SAME_OFFERS
    content = _parsed(path, problems) if path.exists() else None
    made = None if content is None else _understood(SameOffers, content, path.name, "the file", problems)
    return made or SameOffers(same_offers=[], withheld=[])


def _unknown_files(folder: Path) -> Iterable[FactRefused]:
    known = {path for pattern, _ in _KINDS for path in folder.glob(pattern)} | {folder / _SAME_OFFERS}
    for path in sorted({*folder.glob("*.yaml"), *folder.glob("*.yml")} - known):
        yield FactRefused(path.name, "the file", "-", "no kind of facts has this name")
    if not folder.is_dir():
        yield FactRefused(folder.name, "the folder", "-", "it is not there")


def _nothing(folder: Path, pattern: str, some: bool, problems: list[FactRefused]) -> list[FactRefused]:
    # loading nothing would remove every record of the kind from the database
    files = [path.name for path in folder.glob(pattern)]
    if some or not folder.is_dir() or any(problem.file in files for problem in problems):
        return []
    why = "there is no record in it" if files else "it is missing"
    return [FactRefused(pattern, "the file", "-", f"{why}: each kind of facts needs one at least")]


def _doubles(kind: Iterable[Read]) -> Iterable[FactRefused]:
    first: dict[str, str] = {}
    for read in kind:
        if read.record.id in first:
            yield FactRefused(
                read.file, read.record.id, "id", f"another record has it, in {first[read.record.id]}"
            )
        first.setdefault(read.record.id, read.file)


def _name(content: Any, number: int) -> str:
    found = content.get("id") if isinstance(content, dict) else None
    return found if isinstance(found, str) else f"record {number}"


def _why(message: str, kind: str) -> str:
    if kind == "extra_forbidden":
        return "there is no such field"
    if kind == "missing":
        return "it is missing"
    return message.removeprefix("Value error, ")


class _NoDoubleKeys(SafeLoader):  # type: ignore[misc]  # SafeLoader is one of two classes
    """YAML without keys that stand twice, of which the first would be lost without a word."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping, or refuse it."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping
