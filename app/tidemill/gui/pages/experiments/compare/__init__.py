"""Runs held against each other: a table of what differs, and their pictures."""
