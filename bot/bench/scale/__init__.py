"""How one match, loading and memory grow with the knowledge base."""
