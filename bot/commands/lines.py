"""JSON lines in, JSON lines out: how `signpost parse`, `match` and `roadmap` are used."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def answer_lines(answer: Answer) -> None:
    """Answer each line of standard input on standard output; what is no request gets an error object."""
    for request in _requests():
        try:
            result = answer(request)
        except (KeyError, TypeError, ValueError) as wrong:
            result = {"id": request.get("id"), "error": f"not a request that can be answered: {wrong}"}
        click.echo(json.dumps(result, ensure_ascii=False))


def _requests() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
        except json.JSONDecodeError:
            request = None
        if isinstance(request, dict):
            yield request
        else:
            click.echo(json.dumps({"error": f"line {number} is not a JSON object"}))
