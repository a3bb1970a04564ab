"""Requests for a person: cases, consent, routing, the brief and its delivery."""
