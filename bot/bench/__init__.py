"""Measures Signpost: beside a default Rasa assistant as ratios, and by itself as its knowledge grows."""
