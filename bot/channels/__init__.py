"""Where people meet Signpost: each channel reads its own wire format and renders replies for it."""
