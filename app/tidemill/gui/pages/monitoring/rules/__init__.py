"""The part of Monitoring in which alert rules are written, tried on what was, and kept."""
