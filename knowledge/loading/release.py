"""All facts together, as they are loaded at once."""

from dataclasses import dataclass

from knowledge.journeys import Journey, RoadmapStep
from knowledge.records import CaseStudy, Event, Hub, Programme, UrgentHelp


@dataclass(frozen=True)
class Facts:
    """Every record of every kind, in the order of the files."""

    programmes: tuple[Programme, ...] = ()
    events: tuple[Event, ...] = ()
    case_studies: tuple[CaseStudy, ...] = ()
    hubs: tuple[Hub, ...] = ()
    urgent_help: tuple[UrgentHelp, ...] = ()
    steps: tuple[RoadmapStep, ...] = ()
    journeys: tuple[Journey, ...] = ()
