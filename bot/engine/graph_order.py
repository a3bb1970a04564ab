"""Runs a graph of functions, each after the ones it needs: all that Rasa asks of the library dask."""

from collections.abc import Mapping, Sequence
from typing import Any


def run_graph(graph: Mapping[str, Any], targets: Sequence[str]) -> list[Any]:
    """Return the values of the targets; a node is `(function, *names of nodes)` or a plain value."""
    done: dict[str, Any] = {}

    def value(name: str) -> Any:
        if name not in done:
            node = graph[name]
            runs = isinstance(node, tuple) and callable(node[0])
            done[name] = node[0](*(value(needed) for needed in node[1:])) if runs else node
        return done[name]

    return [value(target) for target in targets]
