"""Fits the sentence encoder to how firms and advisers speak: `uv run --group tuning python -m tuning`."""
