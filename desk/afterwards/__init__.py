"""What comes after: how it went, what was promised to be told, and how a person stops it."""
