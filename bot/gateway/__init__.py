"""The public face of Signpost: takes messages in, has them answered, and never falls silent."""
