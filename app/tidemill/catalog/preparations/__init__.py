"""Preparations: how raw columns become the numbers an estimator can learn from."""
