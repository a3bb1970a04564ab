"""Many people at once on three channels, and what becomes of what they say."""
