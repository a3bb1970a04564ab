"""What every test may use: the stand-ins for Rasa are in place before anything imports it."""

from hypothesis import settings

from bot.engine import lean

lean.install()
# a busy machine is no reason to fail: time is measured by `signpost bench`
settings.register_profile("signpost", deadline=None)
settings.load_profile("signpost")
