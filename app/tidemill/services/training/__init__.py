"""Learning from a table: fit, judge, keep and load models; no store is needed.

`predictions` needs numpy only; scikit-learn is imported where a model is fitted or loaded.
"""
