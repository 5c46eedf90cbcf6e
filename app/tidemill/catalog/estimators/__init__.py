"""Estimators: models that can be trained, from the class shares to gradient boosting.

A module declares `ENTRY`, `make(settings, *, task, seed, n_threads)`, which returns an unfitted
estimator of scikit-learn's API, and `preparation_settings()`, what the preparation should do
for it.
"""
