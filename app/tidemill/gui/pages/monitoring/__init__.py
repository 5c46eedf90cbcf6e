"""Monitoring: how new data and new outcomes compare with what a champion learned from."""
