"""The shape of MiniLM, a BERT of six layers, as its weights have it."""

LAYERS = 6
HEADS = 12
HIDDEN = 384
HEAD_SIZE = HIDDEN // HEADS
EPSILON = 1e-12
