"""Rules that the data of a file keeps or breaks, one module each.

A check module declares `ENTRY: CheckEntry` and `check(facts, **settings) -> CheckResult`.
"""
