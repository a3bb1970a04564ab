"""The knowledge base asked from outside: JSON in, JSON out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.likeness import Likeness
from knowledge.matching import Found, Match, find
from knowledge.near_misses import NearMiss
from knowledge.needs import render
from knowledge.requests import BadRequest, read_request
from knowledge.roadmaps import Step, Ways, roadmap
from knowledge.storage.knowledge_base import KnowledgeBase

DEFAULT_LIMIT = 3


def match_line(
    request: Mapping[str, Any], knowledge: KnowledgeBase, today: date, vectors: Likeness | None = None
) -> dict[str, Any]:
    """Answer one line of `signpost match`; raise BadRequest when it is not understood.

    Closed programmes and those for other places are looked at too, so that they stand among the excluded.
    """
    asked = read_request(request)
    limit = asked.limit or DEFAULT_LIMIT
    found = find(knowledge.programmes.all(), asked.firm, asked.need, today, limit, vectors=vectors)
    return {"id": asked.id, **_found(found)}


def roadmap_line(
    request: Mapping[str, Any], knowledge: KnowledgeBase, today: date, vectors: Likeness | None = None
) -> dict[str, Any]:
    """Answer one line of `signpost roadmap`; raise BadRequest when it is not understood."""
    asked = read_request(request)
    programmes = knowledge.programmes.serving(asked.firm.places)
    ways = Ways(knowledge.steps.all(), knowledge.journeys.all())
    plan = roadmap(ways, programmes, asked.firm, asked.need, today, vectors=vectors)
    return {
        "id": asked.id,
        "journeys": [journey.id for journey in plan.journeys],
        "steps": [_step(step) for step in plan.steps],
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "matches": [_match(match) for match in found.matches],
        "excluded": [{"id": one.programme_id, "rule": one.rule} for one in found.excluded],
        "decisive_question": found.decisive_question,
        "near_misses": [_near_miss(one) for one in found.near_misses],
    }


def _near_miss(miss: NearMiss) -> dict[str, Any]:
    return {
        "id": miss.programme.id,
        "rule": miss.rule.name,
        "once": miss.words,
        "from_month": miss.from_month,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "id": match.programme.id,
        "score": match.score,
        "eligibility": match.eligibility.overall.value,
        "reasons": [render(reason) for reason in match.reasons],
        "to_check": [render(reason) for reason in match.to_check],
    }


def _step(step: Step) -> dict[str, Any]:
    what = step.what
    return {
        "id": what.id,
        "title": what.title,
        "why": what.purpose,
        "do": what.do,
        "programmes": [match.programme.id for match in step.matches],
        "alone": what.alone,
        "after": [one.title for one in step.after],
        "weeks": what.weeks.pack(),
        "starts_in_weeks": step.starts.pack(),
        "in_hand": what.in_hand,
        "deadlines": [render(deadline) for deadline in step.deadlines],
    }


__all__ = ["BadRequest", "match_line", "roadmap_line"]
