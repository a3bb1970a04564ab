"""Reads the fact files, refuses what it does not understand, and brings the database in line with them."""

from knowledge.loading.changes import Changes, apply, plan
from knowledge.loading.files import FACTS, read_facts
from knowledge.loading.own_contacts import ContactSettings, facts_in_use
from knowledge.loading.refusals import FactRefused, FactsRefused
from knowledge.loading.release import Facts

__all__ = [
    "FACTS",
    "Changes",
    "ContactSettings",
    "FactRefused",
    "Facts",
    "FactsRefused",
    "apply",
    "facts_in_use",
    "plan",
    "read_facts",
]
