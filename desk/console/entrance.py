"""The ways into the console: a password kept here, the provider, and how often an address may fail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.attempts import Attempts
from desk.sign_in_settings import SignInSettings
from knowledge.storage.brokers import BrokerRecord, Brokers
from knowledge.storage.database import Database

if TYPE_CHECKING:
    from desk.open_id.sign_on import SignOn

# a whole office may begin its day in a quarter of an hour, and at a provider nobody guesses anything here
REDIRECTS_PER_FAILURE = 10


@dataclass(frozen=True)
class Entrance:
    """Made once, with the console; without a provider `sign_on` is None.

    What comes from and goes to the provider is counted apart: it costs nothing to fail there, so who guesses
    passwords could crowd out the count of them.
    """

    settings: SignInSettings
    sign_on: "SignOn | None"
    passwords: Attempts
    redirects: Attempts

    @classmethod
    def of(cls, settings: SignInSettings) -> "Entrance":
        """Return the ways in that the settings open; nothing is asked of the provider yet."""
        most = settings.desk_failures_per_address
        return cls(settings, _sign_on(settings), Attempts(most), Attempts(most * REDIRECTS_PER_FAILURE))

    @property
    def label(self) -> str | None:
        """Return what the button to the provider names, None without a provider."""
        return self.settings.openid_label if self.sign_on is not None else None


def shut_out(database: Database, settings: SignInSettings) -> str | None:
    """Return what to say and do when there are accounts to which the settings leave no way in, else None."""
    with database.reading() as session:
        records = [record for record in Brokers(session).all() if not record.disabled]
    out = sum(not _opens(record, settings) for record in records)
    if not out:
        return None
    who = "nobody" if out == len(records) else f"{out} of {len(records)} brokers not"
    return (
        f"the settings let {who} in to the console: `signpost broker list` shows how each signs in, and "
        "`signpost broker single-sign-on` and `password` change it"
    )


def _opens(record: BrokerRecord, settings: SignInSettings) -> bool:
    return bool(settings.openid_issuer) if record.password_hash is None else settings.desk_local_sign_in


def _sign_on(settings: SignInSettings) -> "SignOn | None":
    if not settings.openid_issuer:
        return None
    from desk.open_id.sign_on import SignOn  # 10 MB, which a desk without a provider does not need

    return SignOn(settings)
