"""Detectors that read a figure value by value and say where it changed; one module an entry."""
