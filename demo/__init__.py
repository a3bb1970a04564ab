"""Signpost without accounts and without the internet: Microsoft and Meta on loopback, a page, many people.

Nothing that serves people imports this package; `signpost demo`, `signpost load` and the tests do.
"""
