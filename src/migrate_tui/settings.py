"""What a person has chosen for every wizard of theirs: colours, and other keys for some actions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """`keymap` names keys by the id of a binding: {"step.log": "L"}."""

    theme: str = ""
    keymap: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""  # why the file was not read


def place(environ: Mapping[str, str] = os.environ) -> Path:
    home = environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "migrate-tui" / "settings.json"


def read(path: Path) -> Settings:
    """What stands in the file; one that says nothing usable changes nothing, and is told of."""
    try:
        said = json.loads(path.read_text("utf-8"))
        keymap = said.get("keymap", {})
        if not all(isinstance(text, str) for pair in keymap.items() for text in pair):
            raise ValueError("keymap wants names and keys")
        return Settings(str(said.get("theme", "")), keymap)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, AttributeError) as error:
        return Settings(wrong=f"{path} cannot be read: {error}")


def write(settings: Settings, path: Path) -> None:
    """Replaced as a whole. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {name: value for name, value in asdict(settings).items() if name != "wrong"}
    draft = path.with_suffix(".partial")
    draft.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    os.replace(draft, path)
