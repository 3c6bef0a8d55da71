"""An identifier as SQL takes it, whatever is in it: both databases double its quotes."""

from __future__ import annotations


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
