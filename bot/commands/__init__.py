"""The words of the `signpost` command, one module each."""
