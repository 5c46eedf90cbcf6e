"""Steps of preparation.

A module has `ENTRY` (a StepEntry), `columns(schema, **settings) -> Schema` (what becomes of the
columns, roles among them; `NeedsYou` where the step cannot be done to them),
`apply(frame, **settings) -> Frame` (pure; row by row unless the entry is whole) and
`sentence(settings) -> str` (what it does, as a sentence that begins with a verb).

One that drops rows also has `kept(frame, **settings)`, True for the rows that stay; a whole one
`keys(frame, **settings)` instead: a uint64 for each row, of which the first of each stays. One
with `settled(table, settings) -> settings` puts figures of the data into its settings when it is
added, so that it means the same ever after. `renames(settings)` says which names became which.
"""
