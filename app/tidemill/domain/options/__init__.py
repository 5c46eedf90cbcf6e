"""Everything that can be set, declared once: `every` lists it, `option` says what one is."""
