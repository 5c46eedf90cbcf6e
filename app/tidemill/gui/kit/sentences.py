"""Sentences of the services on a page."""

from tidemill.base.words import spoken


def unmarked(sentence: str) -> str:
    """A sentence of a service in the language, without the back-ticks around names in it."""
    return spoken(sentence).replace("`", "")
