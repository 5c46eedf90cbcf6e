"""Figures that compare a reference column with a current one; one module an entry."""
