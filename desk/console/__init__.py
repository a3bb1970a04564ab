"""The console of the brokers: server-rendered pages, with a little JavaScript for what is new."""
