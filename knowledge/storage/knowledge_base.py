"""Everything that Signpost knows, reached from one place."""

from sqlalchemy.orm import Session

from knowledge.storage.case_studies import CaseStudies
from knowledge.storage.events import Events
from knowledge.storage.hubs import Hubs
from knowledge.storage.journeys import Journeys, RoadmapSteps
from knowledge.storage.programmes import Programmes
from knowledge.storage.record_versions import RecordVersions
from knowledge.storage.releases import Releases
from knowledge.storage.urgent_help import UrgentHelps


class KnowledgeBase:
    """The records of one database, as if they were all in memory."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self.releases = Releases(session)
        self.programmes = Programmes(session, self.releases)
        self.events = Events(session, self.releases)
        self.case_studies = CaseStudies(session, self.releases)
        self.hubs = Hubs(session, self.releases)
        self.urgent_help = UrgentHelps(session, self.releases)
        self.steps = RoadmapSteps(session, self.releases)
        self.journeys = Journeys(session, self.releases)
        self.versions = RecordVersions(session)
