"""Gates: rules a candidate keeps or breaks before it may be promoted.

A module declares `ENTRY` and `decide(facts, **settings)`. A gate that cannot be computed fails
with the reason; it never passes.
"""
