"""Triggers: what starts an automation.

A module declares `ENTRY`, a pure `decide(facts, now, **settings)` that answers with a decision and
a reason in words, and `sentence(**settings)`, which says when it starts. The facts are those that
`ENTRY.reads` names. One whose times can be told ahead also has `times(now, n, **settings)`.
"""
