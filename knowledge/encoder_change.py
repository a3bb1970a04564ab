"""A change of the sentence encoder's weights: for each matrix two thin ones whose product is added to it.

So a change is a hundredth of the weights in size (LoRA, Hu et al. 2021), and costs nothing once it is added.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder_shape import LAYERS

PARTS = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    *("attention.output.dense", "intermediate.dense", "output.dense"),
)
MATRICES = tuple(f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in PARTS)

Array = NDArray[Any]


def write_change(thin: dict[str, tuple[Array, Array]], path: Path) -> None:
    """Write the thin matrices, `down` (inputs, rank) and `up` (rank, outputs), in half precision."""
    halves = {
        f"{name}.{side}": np.asarray(matrix, dtype=np.float16)
        for name, pair in thin.items()
        for side, matrix in zip(("down", "up"), pair, strict=True)
    }
    np.savez_compressed(path, allow_pickle=False, **halves)


def read_change(path: Path) -> dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Return `down` and `up` for each matrix."""
    with np.load(path, allow_pickle=False) as thin:
        return {
            name: (thin[f"{name}.down"].astype(np.float32), thin[f"{name}.up"].astype(np.float32))
            for name in MATRICES
        }


def changed(weights: dict[str, Array], path: Path) -> dict[str, Array]:
    """Return the weights with a change added."""
    result = dict(weights)
    for name, (down, up) in read_change(path).items():
        weight = f"{name}.weight"
        result[weight] = np.asarray(weights[weight] + (down @ up).T, dtype=np.float32)
    return result
