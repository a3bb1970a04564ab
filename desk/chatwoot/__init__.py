"""The desk in Chatwoot: cases go there, and what its agents write comes back into the person's chat."""
