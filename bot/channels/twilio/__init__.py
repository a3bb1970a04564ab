"""WhatsApp by Twilio: another way to the same people as Meta's Cloud API."""
