"""Does a call come from Meta? Checked over the very bytes that came, before anything reads them."""

import hashlib
import hmac
import re

HEADER = "X-Hub-Signature-256"
_SIGNATURE = re.compile(r"sha256=([0-9a-f]{64})")


def has_form(header: str | None) -> bool:
    """Can it be a signature at all? What cannot is refused before its body is read."""
    return header is not None and _SIGNATURE.fullmatch(header) is not None


def is_signed(body: bytes, header: str | None, secret: str) -> bool:
    """Was this body signed with the secret of our app? Compared in constant time."""
    found = _SIGNATURE.fullmatch(header or "")
    if found is None:
        return False
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(found[1], expected)


def is_word(given: str | None, expected: str) -> bool:
    """Is it the word that the webhook was set up with? Compared in constant time."""
    return hmac.compare_digest((given or "").encode(), expected.encode())
