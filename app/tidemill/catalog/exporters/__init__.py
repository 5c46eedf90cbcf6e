"""Exporters: forms in which a model leaves, each held against the model's own answers.

A module declares `ENTRY`, `write(outgoing)`, which returns the file's bytes, and
`answers(data, outgoing, frame)`, which reads such a file as its receiver would and answers rows
by it, in the form of `domain.metrics`.
"""
