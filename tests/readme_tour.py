"""The tours of the README and of the recipes' pages: their commands are run in a shell and a
terminal, their output is what the commands said.

`python tests/readme_tour.py [PAGE]…` writes the output into the pages anew.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from realpg import Server, installations, serve

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))
COLUMNS = 80
CREATED = re.compile(r"^\$ createdb (\w+)$", re.MULTILINE)
FILE = re.compile(r"^```yaml\n# (\w+\.yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from run to run and from machine to machine, and what stands for it.
CHANGING = (
    (r"\d{8}-\d{6}-[0-9a-f]{6}", "20260131-120000-abc123"),
    (r"\d{8}T\d{6}Z", "20260131T120000Z"),
    (r"\b20(2[5-9]|[3-9]\d)\d{10}(?=_)", "20260131120000"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", "2026-01-31T12:00:00.000+00:00"),
    (r"\b\d+\.\d\d s\b", "0.01 s"),
    (r"\b\d+\.\d (kB|MB)\b", "1.0 MB"),
    (r"(?<=SQLite )[\d.]+", "3.40.1"),
    (r"(?<=PostgreSQL )\d[\d.]*", "15.14"),
    (r"\b[0-9a-f]{64}\b", "…"),
    (r"•••[0-9a-f]{8}", "•••12ab34cd"),
    (r"/\S*/migrate-tui-words-\d+/", "/home/you/.local/bin/"),
    (r"(?<=\d s  ) *[\d,]+$", "9,999"),  # rows per second, the last column
)


def blocks(text: str) -> list[str]:
    return [match[1] for match in BLOCK.finditer(text)]


def commands(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def masked(text: str, folder: str = "/home/you") -> str:
    """The text with all that changes replaced; a table's columns may move by it."""
    lines = text.replace(folder, "/home/you").splitlines()
    for pattern, stand_in in CHANGING:
        lines = [re.sub(pattern, stand_in, line) for line in lines]
    return "\n".join(lines)


def squeezed(text: str) -> str:
    """Without the spaces that only align."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def play(block: str, folder: Path, environ: Mapping[str, str]) -> str:
    """The block again, with what its commands say now; directory and variables outlive it."""
    said = []
    for command in commands(block):
        said.append(f"$ {command}")
        output = shell(command, folder, environ)
        said += [output] if output else []
    return "\n".join(said) + "\n"


def shell(command: str, folder: Path, environ: Mapping[str, str]) -> str:
    """One command: stdout is a terminal, stderr is not, nobody is there to answer."""
    state = folder / ".shell"
    before = f". {state}; " if state.exists() else ""
    after = f'; code=$?; {{ export -p; echo "cd $PWD"; }} > {state}; exit $code'
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    process = subprocess.Popen(
        ["bash", "-c", before + command + after],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.PIPE,
    )
    os.close(terminal)
    output = b"".join(iter(lambda: _read(main), b"")).decode().replace("\r\n", "\n")
    os.close(main)
    assert process.stderr
    errors = process.stderr.read().decode()
    assert process.wait() == 0, (command, output, errors)
    return masked(output.rstrip("\n"), str(folder.resolve()))


def environment(server: Server | None) -> dict[str, str]:
    """`migrate-tui` is this very tree, whatever is installed; `postgresql:///name` the server."""
    words = Path(tempfile.gettempdir()) / f"migrate-tui-words-{os.getuid()}"
    words.mkdir(mode=0o700, exist_ok=True)
    program = words / "migrate-tui"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m migrate_tui "$@"\n')
    program.chmod(0o700)
    path = [str(words), os.environ["PATH"]]
    found = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    if server is not None:
        at = urlsplit(server.admin)
        said = {"HOST": at.hostname, "PORT": at.port, "USER": at.username, "PASSWORD": at.password}
        found |= {f"PG{word}": unquote(str(value)) for word, value in said.items() if value}
        path[1:1] = [str(server.binaries)] if server.binaries else []
    return found | {"PATH": ":".join(path)}


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the last writer is gone
        return b""


def played(text: str, server: Server | None = None) -> Iterator[tuple[str, str]]:
    """Every block, as it stands and as it would stand now; files that the page names lie there."""
    with tempfile.TemporaryDirectory() as name, dropping(CREATED.findall(text), server):
        for file, content in FILE.findall(text):
            (Path(name) / file).write_text(content)
        for block in blocks(text):
            yield block, play(block, Path(name), environment(server))


@contextmanager
def dropping(databases: list[str], server: Server | None) -> Iterator[None]:
    """What a page creates on the server is gone when it has been played."""
    try:
        yield
    finally:
        for database in databases if server else ():
            server.drop_database(server.url(database))


def main() -> None:
    pages = [Path(word) for word in sys.argv[1:]] or [README, *RECIPES]
    with serve(next(iter(installations()), None)) as server:
        for page in pages:
            text = page.read_text()
            for block, now in played(text, server):
                text = text.replace(f"```console\n{block}```", f"```console\n{now}```")
            page.write_text(text)


if __name__ == "__main__":
    main()
