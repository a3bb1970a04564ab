"""A public yardstick: how well the project understands data sets that others publish figures for."""
