"""The PostgreSQL servers that tests run on."""

from __future__ import annotations

from realpg import Binaries, installations

# None stands for "there is no PostgreSQL": its fixture fails; an empty list would only skip.
VERSIONS: list[Binaries | None] = [*installations()] or [None]
IDS = [version.id if version else "none" for version in VERSIONS]
