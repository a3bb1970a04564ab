"""Who brings WhatsApp: Meta itself, Twilio, or nobody; never two at once."""

from bot.channels.twilio.client import Twilio
from bot.channels.twilio.settings import TwilioSettings
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.settings import WhatsAppSettings
from desk.afterwards.settings import MailSettings


class ProviderRefused(ValueError):
    """The settings name two providers, or not all that one needs: the message says what to do."""


def provider_in_use() -> WhatsAppSettings | TwilioSettings | None:
    """Return the settings of who brings WhatsApp; None when nobody does. Raise ProviderRefused.

    Two at once would each bring what is said, and each know only half of what people wrote.
    """
    meta, twilio = WhatsAppSettings(), TwilioSettings()
    if twilio.access() is None:
        return None if meta.access() is None else meta
    if meta.access() is not None:
        raise ProviderRefused(
            "SIGNPOST_WHATSAPP_NUMBERS and SIGNPOST_TWILIO_NUMBERS are both set, and one of them brings "
            "WhatsApp: take out either all SIGNPOST_WHATSAPP_ settings or all SIGNPOST_TWILIO_ settings"
        )
    if MailSettings().public_url is None:
        raise ProviderRefused(
            "SIGNPOST_PUBLIC_URL is needed with SIGNPOST_TWILIO_NUMBERS: Twilio signs the address that it "
            "calls; set the https address under which this server is reached"
        )
    return twilio


def phone_in_use() -> WhatsApp | Twilio | None:
    """Return the channel of who brings WhatsApp; None when nobody does. Raise ProviderRefused."""
    settings = provider_in_use()
    if isinstance(settings, WhatsAppSettings):
        meta = settings.access()
        return None if meta is None else WhatsApp(settings, meta)
    if isinstance(settings, TwilioSettings):
        account, public_url = settings.access(), MailSettings().public_url
        return None if account is None or public_url is None else Twilio(settings, account, public_url)
    return None
