"""How right a model probably is on rows whose truth nobody knows yet.

Classes: confidence-based performance estimation (CBPE, as the documentation of NannyML describes
it), with the calibration carried over to where the new rows lie, which is the aim of J. Białek, J.
Kivimäki, W. Kuberski & N. Perrakis, "Estimating Model Performance Under Covariate Shift Without
Labels", arXiv 2401.08348 (2024). They weight the calibration by the density ratio; here what the
rows look like enters the calibration itself, and the density ratio says whether the rows that were
held out tell enough. Numbers: direct loss estimation, a model of the model's own errors.
"""
