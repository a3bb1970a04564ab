"""Cases as they are kept, for tests."""

from datetime import UTC, datetime

from knowledge.storage.cases import CaseRecord

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def make_record(case_id: str = "case-1", **given: object) -> CaseRecord:
    standing = {
        "id": case_id, "reference": f"SP-{case_id.upper()}", "conversation_id": "c1", "message_id": case_id,
        "channel": "web", "hub_id": "hub", "reason": "asked", "route": "serves_place", "state": "waiting",
        "opened": NOON, "changed": NOON, "consent": {}, "person": {}, "brief": {}, "broker": None,
        "outcome": None, "erased": None, "revision": 1,
    }  # fmt: skip
    return CaseRecord(**(standing | given))
