"""Is it Chatwoot that speaks? Its webhooks are signed since 4.13.

X-Chatwoot-Signature is sha256= and the HMAC-SHA256 of the time, a point and the body, with the secret of the
inbox; X-Chatwoot-Timestamp is that time in seconds (https://github.com/chatwoot/chatwoot/pull/13892).
"""

import hmac
from collections.abc import Mapping
from datetime import datetime

SIGNATURE, TIMESTAMP = "X-Chatwoot-Signature", "X-Chatwoot-Timestamp"
OLDEST_S = 300
MOST_DIGITS = 12


def is_fresh(headers: Mapping[str, str], now: datetime) -> bool:
    """Does it say that it was signed within five minutes of now?"""
    at = headers.get(TIMESTAMP, "")
    if not (at.isascii() and at.isdigit() and len(at) <= MOST_DIGITS):
        return False
    return abs(now.timestamp() - int(at)) <= OLDEST_S


def is_genuine(headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
    """Was this body signed with the secret, together with the time that stands beside it?"""
    given = headers.get(SIGNATURE, "").encode(errors="replace")
    signed = headers.get(TIMESTAMP, "").encode(errors="replace") + b"." + body
    expected = f"sha256={hmac.digest(secret, signed, 'sha256').hex()}".encode("ascii")
    return bool(secret) and hmac.compare_digest(given, expected)
