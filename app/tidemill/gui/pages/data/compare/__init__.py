"""Two versions of the data side by side."""
