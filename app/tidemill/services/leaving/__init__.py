"""Everything of a workspace written into a folder that any program reads, and taken back."""
