"""The case studies: firms that did it."""

from collections.abc import Iterable

from knowledge.places import areas_around
from knowledge.records import CaseStudy
from knowledge.storage.shelf import Shelf, shelf_table

case_studies = shelf_table("case_studies")


class CaseStudies(Shelf[CaseStudy]):
    """The case studies, as if they were all in memory."""

    table = case_studies
    kind = CaseStudy

    def like(
        self, places: Iterable[str] = (), sectors: Iterable[str] = (), barriers: Iterable[str] = ()
    ) -> list[CaseStudy]:
        """Return the case studies most like a firm first: by barrier, sector, place, then the newest."""
        around = frozenset(area for place in places for area in areas_around(place))
        its_sectors, its_barriers = frozenset(sectors), frozenset(barriers)

        def likeness(case: CaseStudy) -> tuple[int, int]:
            shared = 3 * len(case.barriers & its_barriers) + 3 * bool(case.sectors & its_sectors)
            return shared + bool(case.places & around), case.year or 0

        return sorted(self.all(), key=likeness, reverse=True)
