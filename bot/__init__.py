"""Hears and speaks: the language model, the engine, the gateway and the channels."""
