"""Where somebody in distress goes first."""

from knowledge.records import UrgentHelp
from knowledge.storage.shelf import Shelf, shelf_table

urgent_help = shelf_table("urgent_help")


class UrgentHelps(Shelf[UrgentHelp]):
    """The urgent help, as if it were all in memory; `all` keeps the order of the facts."""

    table = urgent_help
    kind = UrgentHelp
