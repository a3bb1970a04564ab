"""For how long after they wrote somebody may be written to on WhatsApp, and what it is called when not."""

from datetime import timedelta

WHATSAPP_WINDOW = timedelta(hours=24)  # Meta's rule
WINDOW_CLOSED = "window_closed"  # the person has been silent for longer: what waits goes when they write
