"""Sets up what a start needs and does not find: database, facts, encoder, model. Safe to run again."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.sites_file import SitesRefused, sites_in_use
from bot.channels.whatsapp_provider import ProviderRefused, provider_in_use
from bot.engine.training import TrainingFailed, train_if_changed
from bot.nlu.tuned import tuned_encoder
from bot.ways_out import ways_out
from desk.teams_file import TeamsRefused, teams_in_use
from desk.ways import WaysRefused
from knowledge.encoder import Encoder, EncoderError
from knowledge.loading import FACTS, FactsRefused, apply, facts_in_use, plan
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database, DatabaseIsNewer
from knowledge.storage.seal_check import WrongKeys

Tell = Callable[[str], None]

ONLY_THE_OWNER = 0o700

# what may stand in the way, each with a message that says what to do
Hindrances = (
    EncoderError, FactsRefused, TeamsRefused, SitesRefused, WaysRefused, ProviderRefused, TrainingFailed,
    DatabaseIsNewer, WrongKeys, OSError, SQLAlchemyError,
)  # fmt: skip


class NotPrepared(Exception):
    """Something that a start needs could not be set up; the message says what and what to do."""


def prepare(kept: KnowledgeSettings, tell: Tell) -> None:
    """Bring everything up to date, telling what takes time, or raise NotPrepared."""
    try:
        _prepare(kept, tell)
    except Hindrances as hindrance:
        raise NotPrepared(f"cannot start: {hindrance}") from hindrance


def _prepare(kept: KnowledgeSettings, tell: Tell) -> None:
    kept.home.mkdir(parents=True, exist_ok=True)
    kept.home.chmod(ONLY_THE_OWNER)  # the database holds names, numbers and what people wrote
    prepare_database(kept, tell)
    hubs = {hub.id for hub in facts_in_use(FACTS).hubs}
    teams = teams_in_use(kept.home, hubs)
    sites_in_use(kept.home, hubs)
    ways_out(teams)
    provider_in_use()
    prepare_encoder(kept.home, tell)
    train_if_changed(kept.home, tell=tell)


def prepare_database(kept: KnowledgeSettings, tell: Tell) -> None:
    """Bring the tables and the facts up to date."""
    database = Database.of(kept)
    try:
        database.migrate()
        facts = facts_in_use(FACTS)
        with database.open(alone=True) as session:
            if changes := plan(session, facts):
                tell(f"loading the facts: {changes.summary()}")
                apply(session, facts)
    finally:
        database.close()


def prepare_encoder(home: Path, tell: Tell) -> None:
    """Build the sentence encoder once: as it is for programmes, as it was tuned for what people say."""
    tell("checking the sentence encoder")
    Encoder(home / "encoder")
    tuned_encoder(home)
