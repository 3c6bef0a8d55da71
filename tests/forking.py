"""A Python that has the program's modules loaded, and forks a child for each start that is asked of
it: to load them anew is most of what a short command costs.

Invariant: a child finds what a process that begins finds (words, folder, environment, descriptors,
signals, streams), but for the modules; this process itself does nothing but fork and tell of ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import select
import signal
import socket
import struct
import sys
import tempfile
import time
from typing import Any

MODULES = (
    *("psycopg", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "sqlglot"),
    *("migrate_tui.cli", "migrate_tui.cli.execute", "migrate_tui.engine.run"),
    *("migrate_tui.engine.databases.postgresql", "migrate_tui.engine.databases.sqlite"),
    *("migrate_tui.engine.history", "migrate_tui.render.text"),
)
NUMBER = struct.Struct("i")
MOST = 1 << 20  # bytes of what is asked
FILES = 1 << 16  # that may be open
Asked = dict[str, Any]


def serve(channel: socket.socket) -> Asked:
    """Returns in a child only, with what was asked of it; ends when nobody can ask any more."""
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests and children
    told: dict[int, tuple[int, int]] = {}  # where the end of a child is told, by what sees it
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready == channel.fileno():
                text, files, *_ = socket.recv_fds(channel, MOST, 4)
                if not text:
                    os._exit(0)
                pid = os.fork()
                if pid == 0:
                    channel.detach()
                    signal.signal(signal.SIGINT, handler)
                    return {**json.loads(text), "files": files}
                *streams, end = files
                for file in streams:
                    os.close(file)
                os.write(end, NUMBER.pack(pid))
                seen = os.pidfd_open(pid)
                told[seen] = pid, end
                poll.register(seen, select.POLLIN)
            else:
                poll.unregister(ready)
                os.close(ready)
                pid, end = told.pop(ready)
                with contextlib.suppress(BrokenPipeError):  # nobody waits for it
                    os.write(end, NUMBER.pack(os.waitpid(pid, 0)[1]))
                os.close(end)


def become(asked: Asked) -> None:
    """What exec and a new interpreter would have made."""
    for number, file in enumerate(asked["files"][:3]):
        os.dup2(file, number)
    os.closerange(3, FILES)
    if asked["session"]:
        os.setsid()
    if asked["unignored"]:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.umask(asked["umask"])
    os.environ.clear()
    os.environ.update(asked["environ"])
    time.tzset()
    tempfile.tempdir = None
    os.chdir(asked["folder"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = opened(number, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def opened(number: int, before: io.TextIOWrapper) -> io.TextIOWrapper:
    """A stream as the interpreter opens it, which chose how when this process began."""
    mode, plain = "r" if number == 0 else "w", before.write_through
    buffering = 0 if plain and number else -1
    file: Any = open(number, f"{mode}b", buffering, closefd=False)  # noqa: SIM115
    raw = file.raw if buffering else file
    raw.name = before.name
    by_line = not plain and (number == 2 or raw.isatty())
    stream = io.TextIOWrapper(
        file, before.encoding, before.errors, "\n", line_buffering=by_line, write_through=plain
    )
    stream.mode = mode  # type: ignore[misc]
    return stream


def run(words: list[str]) -> None:
    """`python -m MODULE …` or `python FILE …`."""
    sys.orig_argv = [sys.executable, *words]
    places = os.environ.get("PYTHONPATH")
    sys.path[1:2] = places.split(":") if places else []
    if words[0] == "-m":
        sys.argv = words[1:]
        sys.path[0] = os.getcwd()
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        sys.path[0] = os.path.dirname(os.path.abspath(words[0]))
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    for module in MODULES:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    found = serve(socket.socket(fileno=int(sys.argv[1])))
    become(found)
    run(found["words"])
