"""Two writings of one address are one identity."""

import pytest

from knowledge.identities import Identity, contact


@pytest.mark.parametrize("written", ["Ada@Example.org", " ada@example.org ", "ADA@EXAMPLE.ORG"])
def test_an_e_mail_address_is_the_same_in_capitals_and_with_spaces(written):
    assert contact(written) == Identity("email", "ada@example.org")


@pytest.mark.parametrize(
    "written", ["01632 960123", "+44 1632 960123", "0044 1632 960 123", "(01632)960-123"]
)
def test_a_telephone_number_is_the_same_however_it_is_written(written):
    assert contact(written) == Identity("phone", "+441632960123")


@pytest.mark.parametrize("written", ["", "Ada", "ada@", "@example.org", "12", "SP-ABC234", "c1", "\x00@a.b"])
def test_what_is_no_address_is_nobody(written):
    assert contact(written) is None


def test_an_identity_does_not_show_its_address():
    assert "ada" not in repr(contact("ada@example.org"))
