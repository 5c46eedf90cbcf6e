"""The window's frame: rail, top bar, inspector, status bar, palette, sheets and keys."""
