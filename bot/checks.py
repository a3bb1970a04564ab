"""What can be wrong with an installation before it serves."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.twilio.settings import TwilioSettings
from bot.channels.web.sites_file import SitesRefused, sites_in_use
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.channels.whatsapp_provider import ProviderRefused, provider_in_use
from bot.engine.training import is_current
from bot.nlu.tuned import tuned_encoder
from bot.retention_check import kept_too_long
from bot.settings_list import ALL, prefix_of
from bot.ways_out import ways_out
from desk.afterwards.settings import MailSettings
from desk.broken_channels import broken_channels, told
from desk.chatwoot.settings import ChatwootSettings
from desk.console.entrance import shut_out
from desk.moving_settings import MovingSettings
from desk.settings import DeskSettings
from desk.sign_in_settings import SignInSettings
from desk.teams_file import TeamsRefused, teams_in_use
from desk.ways import WaysRefused
from knowledge.encoder import Encoder, EncoderError
from knowledge.loading import FACTS, ContactSettings, FactsRefused, facts_in_use, plan, read_facts
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.seal_check import WrongKeys
from knowledge.vocabulary import vocabulary
from knowledge.wording import wordings
from knowledge.yaml_file import read_yaml

NLU = Path("data/nlu")
FEWEST_SENTENCES = 30
FEWEST_PER_BARRIER = 40


def problems(kept: KnowledgeSettings) -> Iterator[str]:
    """Yield one line for each thing that is wrong."""
    yield from _settings()
    yield from _provider()
    yield from _facts_and_database(kept)
    yield from kept_too_long(kept, datetime.now(UTC))
    yield from training_data(NLU)
    yield from _wordings()
    yield from _encoder(kept)
    if not is_current(kept.home):
        yield "model: none is trained for the present data; `signpost serve --prepare` trains it"


def advice() -> Iterator[str]:
    """Yield one line for each thing that works, and would serve people better otherwise."""
    yield from _mails()
    try:
        hubs = facts_in_use(FACTS).hubs
    except (FactsRefused, ValidationError):
        return  # told among the problems
    for hub in hubs:
        if not hub.contact.phone:
            yield (
                f"front doors: no telephone number of {hub.id} is known, so that people who want nothing "
                "passed on are told so; SIGNPOST_FRONT_DOOR_CONTACTS takes it"
            )


def _mails() -> Iterator[str]:
    with suppress(ValidationError):  # told among the settings
        if DeskSettings().smtp_host and MailSettings().public_url is None:
            yield (
                "mails: people get none, neither news of their request nor questions nor reminders, for the "
                "links in them lead nowhere; SIGNPOST_PUBLIC_URL takes the address of the chat"
            )


def _settings() -> Iterator[str]:
    for kind in ALL:
        try:
            kind()
        except ValidationError as error:
            for wrong in error.errors():
                name = "_".join(str(part) for part in wrong["loc"]).upper()
                yield f"settings: {prefix_of(kind)}{name}: {wrong['msg']}"


def _provider() -> Iterator[str]:
    try:
        provider_in_use()
    except ValidationError:
        return  # told among the settings
    except ProviderRefused as refused:
        yield f"settings: {refused}"


def _facts_and_database(kept: KnowledgeSettings) -> Iterator[str]:
    try:
        facts = facts_in_use(FACTS)
    except FactsRefused as refused:
        yield from (f"facts: {problem}" for problem in refused.problems)
        return
    except ValidationError:  # told among the settings
        facts = read_facts(FACTS)
    hubs = frozenset(hub.id for hub in facts.hubs)
    yield from _unknown_hubs(hubs)
    yield from _teams(kept.home, hubs)
    yield from _sites(kept.home, hubs)
    yield from _ways_out(kept.home, hubs)
    database = Database.of(kept)
    try:
        yield from _ways_in(database)
        with database.reading() as session:
            if changes := plan(session, facts):
                yield f"database: facts to be loaded ({changes.summary()}); `signpost facts load` does it"
            yield from (f"channels: {told(one)}" for one in broken_channels(session))
    except WrongKeys as wrong:
        yield f"database: {wrong}"
    except SQLAlchemyError as error:
        yield f"database: cannot be used ({type(error).__name__}); `signpost serve` sets it up"
    finally:
        database.close()


def _ways_in(database: Database) -> Iterator[str]:
    try:
        settings = SignInSettings()
    except ValidationError:
        return  # told among the settings
    if found := shut_out(database, settings):
        yield f"desk: {found}"


def _unknown_hubs(hubs: frozenset[str]) -> Iterator[str]:
    try:
        desk, whatsapp, twilio = DeskSettings(), WhatsAppSettings(), TwilioSettings()
        contacts, numbers = ContactSettings(), MovingSettings().whatsapp_display_numbers
        chatwoot = ChatwootSettings()
    except ValidationError:
        return  # told among the settings
    named = {
        "DESK_MAILBOXES": desk.desk_mailboxes.keys(),
        "DESK_HOURS_OF": desk.desk_hours_of.keys(),
        "CHATWOOT_INBOXES": chatwoot.chatwoot_inboxes.keys(),
        "FRONT_DOOR_CONTACTS": contacts.front_door_contacts.keys(),
        "WHATSAPP_NUMBERS": set(filter(None, whatsapp.whatsapp_numbers.values())),
        "TWILIO_NUMBERS": set(filter(None, twilio.twilio_numbers.values())),
        "WHATSAPP_DISPLAY_NUMBERS": set(filter(None, numbers)),
    }
    if numbers and not (whatsapp.whatsapp_numbers or twilio.twilio_numbers):
        yield "settings: SIGNPOST_WHATSAPP_DISPLAY_NUMBERS leads nowhere: set WhatsApp up as well, or unset"
    for name, its in named.items():
        for hub in sorted(its - hubs):
            yield f"settings: SIGNPOST_{name}: {hub!r} is no front door; these are: {sorted(hubs)}"


def _teams(home: Path, hubs: frozenset[str]) -> Iterator[str]:
    try:
        teams_in_use(home, hubs)
    except ValidationError:
        return  # told among the settings
    except TeamsRefused as refused:
        yield from (f"teams: {problem}" for problem in refused.problems)


def _sites(home: Path, hubs: frozenset[str]) -> Iterator[str]:
    try:
        sites_in_use(home, hubs)
    except ValidationError:
        return  # told among the settings
    except SitesRefused as refused:
        yield from (f"sites: {problem}" for problem in refused.problems)


def _ways_out(home: Path, hubs: frozenset[str]) -> Iterator[str]:
    try:
        named = ways_out(teams_in_use(home, hubs)).of_hub.keys()
    except (ValidationError, TeamsRefused):
        return  # told among the settings, or of the teams
    except WaysRefused as refused:
        yield from (f"settings: {problem}" for problem in refused.problems)
        return
    for hub in sorted(named - hubs):
        yield f"settings: SIGNPOST_DESK_WAYS_OF: {hub!r} is no front door; these are: {sorted(hubs)}"


def training_data(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the training sentences in a folder."""
    sentences: dict[str, int] = dict.fromkeys(vocabulary().intents, 0)
    barriers: dict[str, int] = dict.fromkeys(vocabulary().barriers, 0)
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            if block["intent"] not in sentences:
                yield f"{path}: no intent {block['intent']!r} in the vocabulary"
                continue
            sentences[block["intent"]] += len(block["examples"])
            for example in block["examples"]:
                labels = example.get("metadata") or {}
                if labels.get("sector") not in (None, *vocabulary().sectors):
                    yield f"{path}: no sector {labels['sector']!r} in the vocabulary"
                for barrier in labels.get("barriers", ()):
                    if barrier not in barriers:
                        yield f"{path}: no barrier {barrier!r} in the vocabulary"
                    else:
                        barriers[barrier] += 1
    yield from (
        f"{folder}: {name} has {n} sentences, fewer than {FEWEST_SENTENCES}"
        for name, n in sentences.items()
        if n < FEWEST_SENTENCES
    )
    yield from (
        f"{folder}: {name} is said in {n} sentences, fewer than {FEWEST_PER_BARRIER}"
        for name, n in barriers.items()
        if n < FEWEST_PER_BARRIER
    )


def _wordings() -> Iterator[str]:
    yield from (f"data/responses: {name} is empty" for name, text in wordings().items() if not text)


def _encoder(kept: KnowledgeSettings) -> Iterator[str]:
    try:
        Encoder(kept.home / "encoder")
        tuned_encoder(kept.home)
    except EncoderError as error:
        yield f"encoder: {error}"
