"""What a step of the trial says: what was so, and what was not."""

import time

_BEGAN = time.monotonic()


def must(fact: object, sentence: str) -> None:
    """End with this sentence where something is not so."""
    if not fact:
        raise SystemExit(f"Not so: {sentence}")


def say(words: str) -> None:
    """Print what was done, and when since the beginning."""
    print(f"{time.monotonic() - _BEGAN:6.1f} s  {words}", flush=True)
