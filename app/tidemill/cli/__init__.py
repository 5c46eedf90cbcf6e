"""Headless commands: everything the window does."""
