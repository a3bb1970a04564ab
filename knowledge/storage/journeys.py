"""The steps of the roadmaps, and the journeys that are made of them."""

from knowledge.journeys import Journey, RoadmapStep
from knowledge.storage.shelf import Shelf, shelf_table

roadmap_steps = shelf_table("roadmap_steps")
journeys = shelf_table("journeys")


class RoadmapSteps(Shelf[RoadmapStep]):
    """The steps, as if they were all in memory."""

    table = roadmap_steps
    kind = RoadmapStep


class Journeys(Shelf[Journey]):
    """The journeys, as if they were all in memory; `all` keeps the order of the facts."""

    table = journeys
    kind = Journey
