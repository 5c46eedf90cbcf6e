"""Kinds of model files, one module each; modules with an underscore serve them.

A module declares `ENTRY: ModelFileEntry` and `facts(path) -> ModelFacts`, which reads a file
without building any object of it and without importing what it names. It raises `NeedsYou` for
what is no such file; what is damaged or too large further on is told in the facts.
"""
