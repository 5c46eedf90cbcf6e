"""Kinds of files that can be read, one module each; modules with an underscore serve them.

A reader module declares `ENTRY: ReaderEntry`,
`read(path, expected, reporter, scratch=None, options=ReadOptions()) -> ReadResult` and
`look(path, options=ReadOptions()) -> Peek`, which reads the beginning only.

The rows of a result are on disk below `scratch`, or in memory where none is given. A reader puts
its rows into the engine and calls `catalog.raw_tables.typed`: the one way from texts to kinds.
"""
