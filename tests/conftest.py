"""What every test may use: the stand-ins for Rasa are in place before anything imports it."""

import os

from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from bot.engine import lean
from tests.databases import MARKING, SEALING

lean.install()
# before any settings are read: commands and servers of the tests have the keys of the tests' databases
os.environ.setdefault("SIGNPOST_ENCRYPTION_KEYS", SEALING)
os.environ.setdefault("SIGNPOST_INDEX_KEY", MARKING)
# a busy machine is no reason to fail: time is measured by `signpost bench`
settings.register_profile("signpost", deadline=None)
settings.load_profile("signpost")

# one worker does all tests of such a folder, since they share servers, which take long to start
TOGETHER = ("tests/conversations/", "tests/whole/")


class ByServers(LoadFileScheduling):
    """Keeps on one worker what shares servers, or else a file."""

    def _split_scope(self, nodeid):
        folder = next((folder for folder in TOGETHER if nodeid.startswith(folder)), None)
        return folder or super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """Give the tests to the workers."""
    return ByServers(config, log)


def pytest_collection_modifyitems(items):
    """Put what starts servers first: it takes longest, and the others fill the gaps."""
    items.sort(key=lambda item: item.get_closest_marker("whole") is None)
