"""Measures Signpost beside a default Rasa assistant on the same machine, in one run, as ratios."""
