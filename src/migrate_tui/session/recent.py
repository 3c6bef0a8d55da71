"""The plans that were opened on this machine, newest first: a small file that is its owner's alone.

Invariant: it holds no secret. Of the environment only the URLs of SQLite files are kept.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.engine.secrets import mask

MOST = 20


@dataclass(frozen=True)
class Recent:
    plan: str  # the whole path of its file
    at: str
    env: str | None = None
    environ: Mapping[str, str] = field(default_factory=dict)


def place(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the XDG says that state belongs."""
    said = environ.get("XDG_STATE_HOME", "")
    home = Path(said) if Path(said).is_absolute() else Path.home() / ".local" / "state"
    return home / "migrate-tui" / "recent.json"


def recents() -> tuple[Recent, ...]:
    """Newest first; a file that cannot be read is none."""
    try:
        said = json.loads(place().read_text(encoding="utf-8"))
        return tuple(Recent(**one) for one in said)
    except (OSError, ValueError, TypeError):
        return ()


def note(plan: Path, env: str | None = None, environ: Mapping[str, str] | None = None) -> None:
    """This plan was opened now. Nobody is stopped where that cannot be written down."""
    path = str(plan.resolve())
    known = {one.plan: one for one in recents()}
    kept = {name: url for name, url in (environ or {}).items() if _plain(url)}
    if not kept and path in known:
        kept = dict(known[path].environ)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    others = [one for one in recents() if one.plan != path]
    with suppress(OSError):
        _write([Recent(path, now, env, kept), *others[: MOST - 1]])


def _plain(url: str) -> bool:
    return url.startswith("sqlite:") and mask(url) == url


def _write(known: list[Recent]) -> None:
    """Replaced as a whole, readable for its owner only."""
    path = place()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, name = tempfile.mkstemp(prefix=".recent-", dir=path.parent)  # 0600
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        json.dump([asdict(one) for one in known], stream, indent=1)
    os.replace(name, path)
