"""What is shown in place of a value that is personal."""

MASK = "•••"
"""Shown in place of a value."""
