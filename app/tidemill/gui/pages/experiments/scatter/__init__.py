"""The runs of the list as points over any two columns."""
