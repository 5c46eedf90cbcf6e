"""Kinds of model files, one module each; modules with an underscore serve them.

A module declares `ENTRY: ModelFileEntry`, `claims(first)`, which says by a file's first bytes
whether it is of that kind, and `facts(path) -> ModelFacts`, which reads a file without building
any object of it and without importing what it names. It raises `NeedsYou` for what is no such
file; what is damaged or too large further on is told in the facts.

Where the entry says `is_folder`, the module has a `PAGE`, the file that makes a folder one, no
`claims`, and its `facts` also take what tells a file.
"""
