"""Own code before a preparation, and what runs it; no entry, since a recipe carries the code."""
