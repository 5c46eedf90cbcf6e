"""Rules that the data of a file keeps or breaks, one module each.

A check module declares `ENTRY: CheckEntry` and `check(facts, **settings) -> CheckResult`. One that
can be a rule of a dataset also has `sentence(**settings) -> str`, the rule in words; it may have
`judge(schema, **settings)`, which raises `NeedsYou` for settings that can't be meant, and
`propose(schema, known) -> list of (settings, severity, reason)`, rules that all files so far would
have kept.
"""
