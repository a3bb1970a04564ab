"""What people tell is sealed before it is kept: a copy of the database without the keys tells nothing."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

# version 0x80 and the first bytes of the time, which are 0 until the year 2106
_TOKEN = re.compile(r"gAAAAA[\w-]{90,}={0,2}", re.ASCII)


class SealBroken(Exception):
    """None of the keys opens this: use the keys it was sealed with, the newest first."""

    def __init__(self) -> None:
        super().__init__(
            "something in the database cannot be opened with the keys in use: put the key it was sealed with "
            "behind the newest one, in SIGNPOST_ENCRYPTION_KEYS or in SIGNPOST_HOME/secrets/encryption"
        )


class Seal:
    """Closes texts with the newest of its keys, and opens what any of them has closed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take Fernet keys, the newest first; raise ValueError when one is none or there is none."""
        each = [Fernet(key) for key in keys]
        self._newest, self._any = each[0], MultiFernet(each)

    def close(self, text: str) -> str:
        """Return the text as a Fernet token, another one each time."""
        return self._newest.encrypt(text.encode()).decode("ascii")

    def open(self, token: str) -> str:
        """Return the text of a token, or raise SealBroken."""
        try:
            return self._any.decrypt(token).decode()
        except InvalidToken:
            raise SealBroken from None

    def is_newest(self, token: str) -> bool:
        """Was this closed with the newest key?"""
        try:
            self._newest.decrypt(token)
        except InvalidToken:
            return False
        return True


def is_sealed(text: str) -> bool:
    """Is this a token, and not a text that was kept before texts were sealed?"""
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True)
class BlindIndex:
    """Makes a mark of an address: the same for the same address, and without the key no way back or forth.

    It has a key of its own that stays: a seal can be made anew from what it holds, a mark cannot.
    """

    key: bytes = field(repr=False)

    def mark(self, text: str) -> str:
        """Return the mark, 64 hexadecimal digits."""
        return hmac.digest(self.key, text.encode(), hashlib.sha256).hex()


@dataclass(frozen=True)
class Keys:
    """All that is needed to keep what people tell, and to find it again."""

    seal: Seal
    index: BlindIndex
