"""The reading of a SQLite file, by this process and by one beside it.

Invariant: nothing here imports more than Python's own modules, so that the other process has begun
before this one knows its own.
"""
