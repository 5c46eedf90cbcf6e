"""Home: what needs a person, how the champions are, what the worker does."""
