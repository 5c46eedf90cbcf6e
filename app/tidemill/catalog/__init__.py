"""Lists that grow, one file an entry: statistics, checks, gates, estimators, readers."""
