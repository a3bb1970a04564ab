"""Does a call come from Twilio? Checked over the address that it was told to call and all that it posts."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

HEADER = "X-Twilio-Signature"
MOST_FIELDS = 200
PORTS = {"https": 443, "http": 80}
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{27}=")  # SHA-1 in base64

Fields = tuple[tuple[str, str], ...]


def has_form(header: str | None) -> bool:
    """Can it be a signature at all? What cannot is refused before its body is read."""
    return header is not None and _SIGNATURE.fullmatch(header) is not None


def fields_of(body: bytes) -> Fields | None:
    """Return what a form posts, empty values as well; None for what is no form, or one that nobody sends."""
    try:
        return tuple(
            parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        )
    except ValueError:  # among them what is no text
        return None


def is_signed(url: str, fields: Iterable[tuple[str, str]], header: str | None, token: str) -> bool:
    """Was a call to our address signed with the account's token? Compared in constant time.

    `url` is where Twilio was told to call, never what a request says of itself. Twilio itself does not say
    whether it signs an address with its port or without.
    """
    if header is None or not has_form(header):
        return False
    posted = "".join(name + value for name, value in sorted(set(fields)))
    bare, with_port = (_signature(form + posted, token) for form in _forms_of(url))
    return hmac.compare_digest(bare, header) | hmac.compare_digest(with_port, header)


def _signature(signed: str, token: str) -> str:
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _forms_of(url: str) -> tuple[str, str]:
    """Return an address without its port and with it."""
    parts = urlsplit(url)
    bare = parts.netloc.removesuffix(f":{parts.port}")
    port = parts.port or PORTS[parts.scheme]
    return parts._replace(netloc=bare).geturl(), parts._replace(netloc=f"{bare}:{port}").geturl()
