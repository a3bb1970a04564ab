"""Requests to others: only to where they may go, for a limited time, and for answers of limited length."""

from collections.abc import Callable

import aiohttp
from aiohttp.abc import AbstractResolver

from desk.outward import GuardedResolver, Outward, OutwardRefused


class AnswerTooLong(ValueError):
    """The other side sent more than an answer can be: nothing of it is used."""


def session_for(
    allowed: Outward, seconds: float, names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
) -> aiohttp.ClientSession:
    """Return a session that connects to nothing else; each of its requests ends after these seconds.

    `names` makes who looks hosts up. Whoever makes a request also says that redirects are not followed.
    """
    return aiohttp.ClientSession(
        # without trust_env, as is the default: a proxy would connect past the check of the address
        connector=aiohttp.TCPConnector(resolver=GuardedResolver(allowed, names()), use_dns_cache=False),
        timeout=aiohttp.ClientTimeout(total=seconds),
        auto_decompress=False,
    )


async def read_within(answer: aiohttp.StreamReader, most: int) -> bytes:
    """Return what was answered, or raise AnswerTooLong when it is more than so many bytes."""
    read = bytearray()
    while chunk := await answer.read(most + 1 - len(read)):
        read += chunk
        if len(read) > most:
            raise AnswerTooLong
    return bytes(read)


def code_of(error: Exception) -> str:
    """Return a short code for what went wrong; never the words of an error, which may repeat the address."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), "http")


FAILURES = (OutwardRefused, AnswerTooLong, aiohttp.ClientError, OSError)
_CODES: tuple[tuple[type[Exception], str], ...] = (
    (OutwardRefused, "not_allowed"),
    (AnswerTooLong, "answer_too_long"),
    (TimeoutError, "timeout"),
    (aiohttp.ServerDisconnectedError, "disconnected"),
    (aiohttp.ClientSSLError, "tls"),
    (aiohttp.ClientPayloadError, "disconnected"),
    (OSError, "no_connection"),
)
