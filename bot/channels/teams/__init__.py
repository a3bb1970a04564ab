"""The Microsoft Teams channel, over the Bot Connector's REST API."""
