"""Memory that a pass over many columns frees and wants again at once.

Work of the drift engine is arrays of some hundred kilobytes that live for a moment. GNU's C
library gives such memory back to the system as soon as it is freed and asks for it anew, page by
page, which takes longer than the arithmetic. It keeps what is smaller than the largest block that
was ever given back (mallopt(3), "dynamic mmap threshold"): one block given back teaches it.
"""

import functools

_LARGEST = 32_000_000
"""Bytes; a little under the most that the library learns from."""


@functools.cache
def keep_freed_memory() -> None:
    """Let the C library keep what is freed for what is wanted next; up to 64 MB stay with it.

    Once a process is enough. Nothing is written to the block, so it costs no memory, and elsewhere
    than with GNU's library it changes nothing.
    """
    block = bytes(_LARGEST)
    del block
