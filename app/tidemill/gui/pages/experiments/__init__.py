"""The page Experiments: runs to filter, group, compare and register."""
