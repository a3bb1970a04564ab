"""Where the keys are that seal what people tell: in the settings, or in files made at the first start."""

import base64
import secrets

from knowledge.seal import BlindIndex, Keys, Seal
from knowledge.secret_files import kept_secret, replace_secret
from knowledge.settings import KnowledgeSettings, key_list

ENCRYPTION = "encryption"
INDEX = "index"
KEY_BYTES = 32


class KeysAreInSettings(Exception):
    """The keys are not in a file here: change SIGNPOST_ENCRYPTION_KEYS where it is set."""

    def __init__(self) -> None:
        super().__init__("the keys are set by SIGNPOST_ENCRYPTION_KEYS: add the new one there, first")


def new_key() -> str:
    """Return a new key to seal with."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def keys_of(kept: KnowledgeSettings) -> Keys:
    """Return the keys of this installation; what is set nowhere is made now, once for all processes."""
    given, index = kept.encryption_keys, kept.index_key
    sealing = given.get_secret_value() if given else kept_secret(kept.home, ENCRYPTION, new_key)
    marking = index.get_secret_value() if index else kept_secret(kept.home, INDEX)
    return Keys(Seal(key_list(sealing)), BlindIndex(marking.encode()))


def add_key(kept: KnowledgeSettings) -> None:
    """Put a new key before the others in the file, or raise KeysAreInSettings.

    What runs keeps the keys that it started with.
    """
    if kept.encryption_keys is not None:
        raise KeysAreInSettings
    before = key_list(kept_secret(kept.home, ENCRYPTION, new_key))
    replace_secret(kept.home, ENCRYPTION, "\n".join([new_key(), *before]))
