"""Sentences of the services on a page."""


def unmarked(sentence: str) -> str:
    """A sentence without the back-ticks around names, where they can't be set in another face."""
    return sentence.replace("`", "")
