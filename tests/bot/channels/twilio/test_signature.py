"""Only what Twilio signed over our address and all that it posts is read; its own verifier agrees."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.twilio.signature import MOST_FIELDS, fields_of, has_form, is_signed
from tests.bot.channels.twilio.exchange import INCOMING, TOKEN, said, signed

FORM = said("£5 – é & more?", Empty="")
BODY, HEADERS = signed(FORM)
GOOD = HEADERS["X-Twilio-Signature"]


def judged(url=INCOMING, body=BODY, header=GOOD, token=TOKEN):
    fields = fields_of(body)
    return fields is not None and is_signed(url, fields, header, token)


def test_what_was_signed_is_known():
    assert judged()


def test_the_example_of_the_documentation_is_known():
    posted = {"CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030", "To": "+18005551212"}  # fmt: skip  # noqa: E501
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert judged(url, urlencode(posted).encode(), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", "12345")


@pytest.mark.parametrize(
    "header",
    [None, "", GOOD[:-1], GOOD[:-9], f"{GOOD}=", f" {GOOD}", f"{GOOD}\n", GOOD.swapcase(), "é" * 28,
     "A" * 27 + "=", f"sha1={GOOD}"],
)  # fmt: skip
def test_no_other_signature_will_do(header):
    assert not judged(header=header)


@pytest.mark.parametrize(
    "url",
    [f"{INCOMING}/", f"{INCOMING}?a=b", f"{INCOMING}/status", INCOMING.replace("https", "http"),
     INCOMING.replace("signpost", "elsewhere"), INCOMING.replace(".org", ".org:8443")],
)  # fmt: skip
def test_a_signature_over_another_address_will_not_do(url):
    body, headers = signed(FORM, url)

    assert not judged(body=body, header=headers["X-Twilio-Signature"])


@pytest.mark.parametrize(
    "changed",
    [{"Body": "another"}, {"From": "whatsapp:+441632960002"}, {"MessageSid": "SM" + "e" * 32}, {"More": "x"}],
)
def test_a_changed_form_will_not_do(changed):
    assert not judged(body=urlencode(FORM | changed).encode())
    assert not judged(body=urlencode({name: FORM[name] for name in list(FORM)[1:]}).encode())
    assert not judged(token="another token")


@pytest.mark.parametrize("url", ["https://a.example:8443/x", "https://a.example/x", "http://127.0.0.1:9/x"])
@pytest.mark.parametrize("with_port", [True, False])
def test_an_address_may_be_signed_with_its_port_or_without(url, with_port):
    host = url.split("/")[2]
    bare = host.partition(":")[0]
    port = host.partition(":")[2] or "443"
    called = url.replace(host, f"{bare}:{port}" if with_port else bare)
    body, headers = signed(FORM, called)

    assert judged(url, body, headers["X-Twilio-Signature"])


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff", b"&".join([b"a=b"] * (MOST_FIELDS + 1))])
def test_what_is_no_form_that_anybody_sends_has_no_fields(body):
    assert fields_of(body) is None


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
POSTED = st.lists(st.tuples(NAMES, st.text(st.characters(codec="utf-8"), max_size=20)), max_size=12)


@given(POSTED, st.sampled_from([INCOMING, "https://a.example:8443/x"]), st.text(min_size=1, max_size=9))
def test_twilios_own_verifier_and_ours_agree_on_every_form(posted, url, other):
    body = urlencode(posted).encode()
    made = RequestValidator(TOKEN).compute_signature(url, MultiDict(posted))

    assert fields_of(body) == tuple(posted)
    assert judged(url, body, made)
    changed = [*posted, ("changed", other)]
    assert RequestValidator(TOKEN).validate(url, MultiDict(changed), made) is judged(
        url, urlencode(changed).encode(), made
    )


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_body_and_header_are_judged_without_an_error(body, header):
    assert not judged(body=body, header=header)
    assert has_form(header) or not judged(header=header)
