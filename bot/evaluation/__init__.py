"""How well Signpost understands, on sentences that it has never learnt from."""
