"""Tidemill keeps tabular models alive: data, training, promotion, drift and retraining.

The package is lazy: importing it loads neither Qt nor pandas nor scikit-learn.
"""

__version__ = "0.1.0"
