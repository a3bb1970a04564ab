"""The sentence encoder as it was fitted to how firms speak; `tuning` makes the change, from data/nlu."""

from hashlib import sha256
from pathlib import Path

from knowledge.encoder import Encoder

CHANGE = Path(__file__).with_name("encoder_change.npz")
KEPT_ASIDE = 6  # one sentence of so many


def tuned_encoder(home: Path) -> Encoder:
    """Return the encoder for intents and barriers; its graph is kept in the home folder."""
    return Encoder(home / "encoder", CHANGE, in_bytes=True)


def is_kept_aside(text: str) -> bool:
    """Is this sentence one that the encoder is never fitted to, so that it can judge?"""
    return sha256(" ".join(text.lower().split()).encode()).digest()[0] % KEPT_ASIDE == 0
