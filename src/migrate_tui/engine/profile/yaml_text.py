"""Plain YAML by hand, because the comments and the order are half of what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*([-.][A-Za-z0-9_]+)*(\([A-Za-z0-9_, '.()*+<>=-]*\))?")
_KEYWORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "same"}
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def scalar(text: str, *, listed: bool = False) -> str:
    """Bare where YAML reads it back as the same text, else in double quotes."""
    bare = _PLAIN.fullmatch(text) and text.lower() not in _KEYWORDS
    if bare and not (listed and "," in text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def sequence(items: Iterable[str]) -> str:
    return "[" + ", ".join(scalar(item, listed=True) for item in items) + "]"


def comment(text: str, indent: str, *, width: int = 100, hang: str = "  ") -> list[str]:
    """A remark of one or more lines; nothing in it can end the comment."""
    shown = " ".join(_UNPRINTABLE.sub("?", text).split())
    lines, line = [], f"{indent}#"
    for word in shown.split(" "):
        if len(line) + 1 + len(word) > width and line.strip() != "#":
            lines.append(line)
            line = f"{indent}# {hang.rstrip(' ')}" + hang[:-1]
        line += f" {word}"
    return [*lines, line]
