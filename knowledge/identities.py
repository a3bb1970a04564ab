"""What somebody is known by again: an e-mail address, a telephone number, or who they are on a channel."""

from dataclasses import dataclass, field

COUNTRY = "GB"
EMAIL, PHONE = "email", "phone"


@dataclass(frozen=True)
class Identity:
    """One way to know somebody again; `kind` is "email", "phone" or the name of a channel.

    Two writings of the same address are the same identity: see `contact`.
    """

    kind: str
    value: str = field(repr=False)

    @property
    def text(self) -> str:
        """Return it in one piece, to be marked; it is never kept or logged as it is."""
        return f"{self.kind}:{self.value}"


def mark_text(address: str) -> str:
    """Return what the mark of an address is made from, however it is written."""
    found = contact(address)
    return address.strip().lower() if found is None else found.text


def contact(address: str) -> Identity | None:
    """Return the identity of an e-mail address or a telephone number, None for what is neither.

    >>> contact(" Ada@Example.org ").text, contact("01632 960123").text, contact("Ada")
    ('email:ada@example.org', 'phone:+441632960123', None)
    """
    return _email(address.strip()) if "@" in address else _phone(address.strip())


def _email(address: str) -> Identity | None:
    # these two libraries take megabytes, which most processes do not need
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return Identity(EMAIL, checked.normalized.lower())


def _phone(address: str) -> Identity | None:
    import phonenumbers  # as above

    try:
        number = phonenumbers.parse(address, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return Identity(PHONE, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
