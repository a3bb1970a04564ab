"""Every table there is: importing this module hangs them all on one metadata."""

from knowledge.storage import (
    brokers,
    case_notes,
    case_studies,
    cases,
    channel_people,
    choices,
    conversations,
    deliveries,
    events,
    hubs,
    inbox,
    journeys,
    notes,
    outbox,
    plans,
    programmes,
    record_versions,
    releases,
    tracker_events,
    urgent_help,
)
from knowledge.storage.tables import metadata

__all__ = ["metadata"]
MODULES = (
    brokers,
    case_notes,
    case_studies,
    cases,
    channel_people,
    choices,
    conversations,
    deliveries,
    events,
    hubs,
    inbox,
    journeys,
    notes,
    outbox,
    plans,
    programmes,
    record_versions,
    releases,
    tracker_events,
    urgent_help,
)
