"""Channels by which people are told, what goes where, and what was sent."""
