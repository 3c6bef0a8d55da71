"""The write-ahead log of a SQLite file, looked for before anybody opens the file and makes one."""

from __future__ import annotations

from pathlib import Path

IN_LOG = b"\x02\x02"  # how the file is to be written and read, in its header


def lacks_its_log(path: Path) -> bool:
    """Whether the file keeps a write-ahead log, and none lies beside it: one that is empty may have
    been made by whoever looked at it last."""
    try:
        with path.open("rb") as file:
            header = file.read(20)
    except OSError:
        return False
    return header[18:20] == IN_LOG and not _size(path.with_name(path.name + "-wal"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
