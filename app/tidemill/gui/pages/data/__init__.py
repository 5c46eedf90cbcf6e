"""Data: datasets, their versions, profiles, rows and checks, and training on one."""
