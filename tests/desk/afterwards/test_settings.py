"""Where the links in mails lead is an https address, or nobody is mailed."""

import pytest
from pydantic import ValidationError

from desk.afterwards.settings import MailSettings

HERE = "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    "address", ["https://signpost.example.org", "https://signpost.example.org/", "http://localhost:8080"]
)
def test_an_origin_is_taken(address):
    assert MailSettings(public_url=address).links_to(HERE, by_server=True) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "signpost.example.org",
        "http://signpost.example.org",
        "https://signpost.example.org/chat",
        "https://me:secret@signpost.example.org",
        "https://signpost.example.org?x=1",
        "https://",
        "https://[",
        "https://signpost.example.org:port",
        "https://sign post.example.org",
        "javascript:alert(1)",
    ],
)
def test_anything_else_stops_the_start(address):
    with pytest.raises(ValidationError, match="SIGNPOST_PUBLIC_URL is https"):
        MailSettings(public_url=address)


def test_without_an_address_nobody_is_mailed_but_files_are_written():
    assert MailSettings().links_to(HERE, by_server=True) is None
    assert MailSettings().links_to(HERE, by_server=False) == HERE
