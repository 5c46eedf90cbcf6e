"""Searchers: each proposes the next settings to try from those tried so far.

A module declares `ENTRY` (a `SearcherEntry`) and `propose(dimensions, trials, *, number, seed,
higher_is_better)`, which returns a value for each dimension. The same trials, number and seed give
the same proposal, so that a search that was killed goes on as it would have.
"""
