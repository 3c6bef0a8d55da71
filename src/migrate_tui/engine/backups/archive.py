"""A PostgreSQL backup as blocks of COPY lines, whichever program wrote it; read as a stream."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from migrate_tui.engine.backups.files import BLOCK
from migrate_tui.engine.backups.pg_client import Client
from migrate_tui.engine.databases.backup_facts import StoredTable
from migrate_tui.engine.databases.digest import Digest
from migrate_tui.engine.databases.lexer import tokens
from migrate_tui.engine.errors import Blocked

FACTS = "facts.json"
Block = tuple[tuple[str | None, str], Iterator[bytes]]


def member(number: int) -> str:
    return f"tables/{number:05d}.copy"


def zip_blocks(path: Path) -> Iterator[Block]:
    """Each table of our own archive with its lines; the lines must be used up before the next."""
    with zipfile.ZipFile(path) as archive:
        for number, (schema, name) in enumerate(json.loads(archive.read(FACTS))["tables"]):
            with archive.open(member(number)) as file:
                yield (schema, name), iter(io.BufferedReader(_raw(file), BLOCK))


def _raw(file: object) -> io.RawIOBase:
    """ZipExtFile reads like a raw file; only its type does not say so."""
    assert isinstance(file, zipfile.ZipExtFile)
    return file  # type: ignore[return-value]  # see above


def dump_blocks(client: Client, path: Path) -> Iterator[Block]:
    """Each COPY block that pg_restore prints."""
    with client.rows(path) as stream:
        for line in stream:
            header = _header(line, stream) if line.startswith(b"COPY ") else line
            if header.startswith(b"COPY ") and header.endswith(b" FROM stdin;\n"):
                yield _place(header.decode()), _until_end(stream)


def _header(line: bytes, stream: IO[bytes]) -> bytes:
    """The whole of it, where a line ends inside of a quoted name."""
    while line.count(b'"') % 2 and (more := stream.readline()):
        line += more
    return line


def _until_end(stream: IO[bytes]) -> Iterator[bytes]:
    for line in stream:
        if line == b"\\.\n":
            return
        yield line
    raise Blocked("the archive ends in the middle of a table")


def _place(header: str) -> tuple[str | None, str]:
    """The schema and name in COPY schema.name (columns) FROM stdin;"""
    code = [token for token in tokens(header, "postgresql") if token.code]
    return code[1].identifier, code[3].identifier


def blocks_of(method: str, client: Client | None, path: Path) -> Iterator[Block]:
    """Its rows, table by table. Raises Blocked where they take a program that is not here."""
    if method == "copy":
        return zip_blocks(path)
    if client is None:
        raise Blocked(
            f"{path} was written by pg_dump and there is no pg_restore of that version here",
            "install the PostgreSQL client programs of the server's major version",
        )
    return dump_blocks(client, path)


def counted(blocks: Iterator[Block]) -> dict[tuple[str | None, str], tuple[int, str]]:
    """Rows and digest of every block."""
    return {place: measure(lines) for place, lines in blocks}


def measure(lines: Iterable[bytes]) -> tuple[int, str]:
    digest = Digest()
    for line in lines:
        digest.add(line)
    return digest.rows, digest.text


def measured(table: StoredTable, lines: Iterable[bytes]) -> StoredTable:
    rows, digest = measure(lines)
    return replace(table, rows=rows, digest=digest)


def lines_of(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines out of blocks that may hold several, or parts of one."""
    rest = b""
    for block in blocks:
        if not rest and block.endswith(b"\n") and block.count(b"\n") == 1:
            yield block
            continue
        *whole, rest = (rest + block).split(b"\n")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def gathered(lines: Iterable[bytes], size: int = 1 << 18) -> Iterator[bytes]:
    """Lines joined into blocks: the driver is asked once for many rows."""
    held: list[bytes] = []
    weight = 0
    for line in lines:
        held.append(line)
        weight += len(line)
        if weight >= size:
            yield b"".join(held)
            held, weight = [], 0
    if held:
        yield b"".join(held)
