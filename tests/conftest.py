"""What every test may use: the stand-ins for Rasa are in place before anything imports it."""

from hypothesis import settings

from bot.engine import lean

lean.install()
# a busy machine is no reason to fail: time is measured by `signpost bench`
settings.register_profile("signpost", deadline=None)
settings.load_profile("signpost")


def pytest_collection_modifyitems(items):
    """Put the tests that start the real servers first: they take longest, and the others fill the gaps."""
    items.sort(key=lambda item: item.get_closest_marker("whole") is None)
