"""Figures that compare two tables as a whole, by their rows; one module an entry."""
