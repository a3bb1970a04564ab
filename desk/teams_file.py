"""Reads the file that names the teams, and says of each mistake where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from desk.cases import LONGEST_NAME, one_line
from desk.hours import Hours
from desk.settings import DeskSettings, is_address
from desk.team_rules import at_odds, listed_ids
from desk.team_settings import TeamSettings
from desk.teams import Team, Teams
from knowledge.storage.deliveries import Way
from knowledge.vocabulary import vocabulary
from knowledge.yaml_file import SafeLoader

TEAMS = "teams"


class TeamsRefused(ValueError):
    """The file cannot be used: correct the lines that the message names, and start again."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def teams_in_use(home: Path, hubs: Collection[str] | None = None) -> Teams:
    """Return the teams that the settings name, or none; raise TeamsRefused for a file that cannot be used.

    With `hubs`, the ids of all front doors, a team of any other is refused.
    """
    settings, desk = TeamSettings(), DeskSettings()
    path = settings.teams_file(home)
    without = Teams((), desk.reply_within(), desk.doors(), settings.remind_after())
    if path is None:
        return without
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TeamsRefused([f"SIGNPOST_DESK_TEAMS: {path} cannot be read ({type(error).__name__})"]) from None
    try:
        found = read_teams(text, desk, hubs)
    except TeamsRefused as refused:
        raise TeamsRefused(f"{path}, {problem}" for problem in refused.problems) from None
    return replace(without, all=found)


def read_teams(text: str, desk: DeskSettings, hubs: Collection[str] | None = None) -> tuple[Team, ...]:
    """Return the teams that a text names, or raise TeamsRefused with every mistake and its line.

    A team without hours of its own keeps those of its front door.
    """
    written = _written(text)
    problems = [problem for one in written for problem in _problems(one)]
    if problems:
        raise TeamsRefused(problems)
    teams = [_team(one.content, desk) for one in written]
    if wrong := list(at_odds(teams, hubs)):
        raise TeamsRefused(_place(written[number].lines, field, what) for number, field, what in wrong)
    return tuple(teams)


@dataclass(frozen=True)
class _Written:
    """One team as it is written, with the line of each field; `lines[""]` is that of the first."""

    content: dict[str, Any]
    lines: Mapping[str, int]


def _one_of(kind: str) -> AfterValidator:
    def check(label: str) -> str:
        known = getattr(vocabulary(), kind)
        if label not in known:
            raise ValueError(f"{label!r} is not in the vocabulary; there are: {listed_ids(known)}")
        return label

    return AfterValidator(check)


def _address(text: str) -> str:
    if not is_address(text):
        raise ValueError("it takes one e-mail address")
    return text


def _way(text: str) -> str:
    if text not in set(Way):
        raise ValueError(f"{text!r} is no way out; there are: {listed_ids(Way)}")
    return text


def _line(text: str) -> str:
    if not text.strip() or not one_line(text):
        raise ValueError("it takes one line of text")
    return text.strip()


type Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
type Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class _Fields(BaseModel):
    """The fields of one team, as an operator writes them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Id
    hub: str
    name: Annotated[str, AfterValidator(_line), Field(max_length=LONGEST_NAME)]
    mailbox: Annotated[str, AfterValidator(_address)] | None = None
    hours: Annotated[str, AfterValidator(lambda text: Hours.parse(text).pack())] | None = None
    sectors: list[Annotated[str, _one_of("sectors")]] = []
    needs: list[Annotated[str, _one_of("support")]] = []
    barriers: list[Annotated[str, _one_of("barriers")]] = []
    languages: list[Language] = []
    capacity: Annotated[int, Field(ge=1)] | None = None
    within_hours: Annotated[float, Field(gt=0, le=200)] | None = None
    next: Id | None = None
    manager: bool = False
    ways: list[Annotated[str, AfterValidator(_way)]] = []


def _written(text: str) -> list[_Written]:
    """Return the teams as they are written, or raise TeamsRefused for what is no list of teams."""
    try:
        loader = SafeLoader(text)
        root = loader.get_single_node()
        whole = None if root is None else loader.construct_document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise TeamsRefused([f"line {mark.line + 1 if mark else 1}: it is no YAML"]) from None
    except (ValueError, TypeError, RecursionError):  # such as a day that is not in the calendar
        raise TeamsRefused(["line 1: it holds a value that cannot be read"]) from None
    if not isinstance(whole, dict) or set(whole) != {TEAMS} or not isinstance(whole[TEAMS], list):
        raise TeamsRefused([f"line 1: it takes one field, {TEAMS}, with a list of teams"])
    _, nodes = root.value[0]
    return [_with_lines(node, content) for node, content in zip(nodes.value, whole[TEAMS], strict=True)]


def _with_lines(node: Any, content: Any) -> _Written:
    line = node.start_mark.line + 1
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise TeamsRefused([f"line {line}: a team has fields, such as id, hub and name"])
    twice = [name for name, times in Counter(key.value for key, _ in node.value).items() if times > 1]
    lines = {"": line, **{key.value: key.start_mark.line + 1 for key, _ in node.value}}
    if twice:
        raise TeamsRefused(_place(lines, name, "it stands there twice") for name in twice)
    return _Written(content, lines)


def _problems(one: _Written) -> Iterator[str]:
    try:
        _Fields.model_validate(one.content)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            cause = wrong.get("ctx", {}).get("error")
            yield _place(one.lines, str(wrong["loc"][0]), str(cause) if cause else wrong["msg"])


def _place(lines: Mapping[str, int], field: str, what: str) -> str:
    return f"line {lines.get(field, lines[''])}, {field}: {what}"


def _team(content: dict[str, Any], desk: DeskSettings) -> Team:
    given = _Fields.model_validate(content)
    return Team(
        id=given.id,
        hub_id=given.hub,
        name=given.name,
        mailbox=given.mailbox,
        hours=desk.hours_of(given.hub) if given.hours is None else Hours.parse(given.hours),
        sectors=frozenset(given.sectors),
        needs=frozenset(given.needs),
        barriers=frozenset(given.barriers),
        languages=frozenset(given.languages),
        capacity=given.capacity,
        within=None if given.within_hours is None else timedelta(hours=given.within_hours),
        next=given.next,
        is_manager=given.manager,
        ways=tuple(dict.fromkeys(map(Way, given.ways))),
    )
