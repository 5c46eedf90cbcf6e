"""Kinds of files that can be read, one module each; modules with an underscore serve them.

A reader module declares `ENTRY: ReaderEntry`, `read(path, expected, reporter) -> ReadResult` and
`peek(path) -> (column names, estimated number of rows)`.
"""
