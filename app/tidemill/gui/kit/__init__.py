"""The parts every page is built from: tokens, type, painted controls, the lazy table, charts."""
