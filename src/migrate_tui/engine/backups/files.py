"""Files that are whole or not there: written privately as `.partial`, synced, then renamed."""

from __future__ import annotations

import glob
import gzip
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from migrate_tui.engine.errors import Blocked

BLOCK = 1 << 20
# Fast levels: a backup is written before every run and mostly deleted unread.
LEVEL = 3


def private(path: Path) -> BinaryIO:
    """A new file that only its owner can read, from its first byte on."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def publish(partial: Path, final: Path) -> None:
    """Give a finished file its name; afterwards it survives a power failure."""
    sync(partial)
    os.replace(partial, final)
    sync(final.parent)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(plain: Path, packed: Path) -> None:
    with (
        plain.open("rb") as source,
        private(packed) as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=LEVEL, mtime=0) as target,
    ):
        shutil.copyfileobj(source, target, BLOCK)


def unpack(packed: Path, plain: Path) -> None:
    with gzip.open(packed) as source, private(plain) as target:
        shutil.copyfileobj(source, target, BLOCK)


@contextmanager
def leaving_nothing(directory: Path, stem: str, what: str) -> Iterator[None]:
    """On any failure no unfinished file stays; a failing disk or file is told in one sentence."""
    try:
        yield
    except (OSError, EOFError, sqlite3.Error) as error:
        raise Blocked(
            f"{what} failed: {error}",
            "free space or fix the folder, then run again; nothing was written to the database",
        ) from error
    finally:
        for path in directory.glob(f"{glob.escape(stem)}*.partial*"):
            path.unlink(missing_ok=True)
