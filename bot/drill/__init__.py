"""Randomised drills of the hand-over to brokers: kills, refusals, losses and repeats must leave no trace."""
