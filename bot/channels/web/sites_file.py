"""Reads the file that names the sites, and says of each mistake in which site and field it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.channels.web.site_fields import SiteFields
from bot.channels.web.site_settings import SiteSettings
from bot.channels.web.sites import Site, Sites
from desk.team_rules import listed_ids
from knowledge.yaml_file import SafeLoader

SITES = "sites"


class SitesRefused(ValueError):
    """The file cannot be used: correct the fields that the message names, and start again."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


def sites_in_use(home: Path, hubs: Collection[str] | None = None) -> Sites:
    """Return the sites that the settings name, or none; raise SitesRefused for a file that cannot be used.

    With `hubs`, the ids of all front doors, a site of any other is refused.
    """
    path = SiteSettings().sites_file(home)
    if path is None:
        return Sites()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SitesRefused([f"SIGNPOST_SITES: {path} cannot be read ({type(error).__name__})"]) from None
    try:
        return Sites(read_sites(text, hubs))
    except SitesRefused as refused:
        raise SitesRefused(f"{path}, {problem}" for problem in refused.problems) from None


def read_sites(text: str, hubs: Collection[str] | None = None) -> tuple[Site, ...]:
    """Return the sites that a text names, or raise SitesRefused with every mistake."""
    written = _written(text)
    named = [_name_of(number, content) for number, content in enumerate(written, start=1)]
    problems = [
        f"{name}, {what}" for name, one in zip(named, written, strict=True) for what in _problems(one)
    ]
    if not problems:
        sites = tuple(SiteFields.model_validate(one).site() for one in written)
        problems = list(_at_odds(sites, hubs))
        if not problems:
            return sites
    raise SitesRefused(problems)


def _written(text: str) -> list[Any]:
    try:
        loader = SafeLoader(text)
        root = loader.get_single_node()
        twice = sorted(set(_twice(root)))
        whole = None if root is None or twice else loader.construct_document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SitesRefused([f"line {mark.line + 1 if mark else 1}: it is no YAML"]) from None
    except (ValueError, TypeError, RecursionError):  # such as a day that is not in the calendar
        raise SitesRefused(["it holds a value that cannot be read"]) from None
    if twice:
        raise SitesRefused(f"line {line}, {name}: it stands there twice" for line, name in twice)
    if not isinstance(whole, dict) or set(whole) != {SITES} or not isinstance(whole[SITES], list):
        raise SitesRefused([f"it takes one field, {SITES}, with a list of sites"])
    return list(whole[SITES])


def _twice(node: Any) -> Iterator[tuple[int, str]]:
    """Yield line and name of each field that stands twice in one place; YAML would take the last."""
    if isinstance(node, yaml.MappingNode):
        times = Counter(str(key.value) for key, _ in node.value)
        yield from ((k.start_mark.line + 1, str(k.value)) for k, _ in node.value if times[str(k.value)] > 1)
        children: Sequence[Any] = [value for _, value in node.value]
    else:
        children = node.value if isinstance(node, yaml.SequenceNode) else ()
    for child in children:
        yield from _twice(child)


def _name_of(number: int, content: Any) -> str:
    named = content.get("id") if isinstance(content, dict) else None
    return f"site {named!r}" if isinstance(named, str) and named else f"site number {number}"


def _problems(content: Any) -> Iterator[str]:
    try:
        SiteFields.model_validate(content)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            field = ".".join(str(part) for part in wrong["loc"]) or "fields"
            cause = wrong.get("ctx", {}).get("error")
            yield f"{field}: {cause or wrong['msg']}"


def _at_odds(sites: Iterable[Site], hubs: Collection[str] | None) -> Iterator[str]:
    """Yield what is wrong between one site and another, or the front doors."""
    seen: set[str] = set()
    for site in sites:
        if site.id in seen:
            yield f"site {site.id!r}, id: another site has it"
        seen.add(site.id)
        if hubs is not None and site.hub_id is not None and site.hub_id not in hubs:
            yield f"site {site.id!r}, hub: {site.hub_id!r} is no front door; these are: {listed_ids(hubs)}"
