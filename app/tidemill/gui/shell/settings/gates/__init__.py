"""The section Gates: which candidates pass by default, and the sets of gates there are."""
