"""Passwords come in by the URL, the environment, .pgpass or the keyring; text goes out by `mask`.

Whatever is printed, logged or journalled passes `mask` first, so no known password leaves.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SERVICE = "migrate-tui"
HIDDEN = "***"
_IN_URL = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]*://[^\s:/@?#]*:)[^\s]*@", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"(?P<before>\b(?:pg|ssl)?password=)(?:'(?:[^'\\]|\\.)*'|[^\s&'\"]+)", re.IGNORECASE
)
_known: set[str] = set()


def remember(secret: str | None) -> None:
    """From now on `mask` hides this text, however it is spelt."""
    if secret:
        _known.add(secret)


def mask(text: str) -> str:
    """The text without any password: known ones anywhere, others by their place in a URL."""
    remember(os.environ.get("PGPASSWORD"))
    text = _by_place(text)  # first: a known password may be a part of what marks the place
    for secret in sorted(_known, key=len, reverse=True):
        text = _hide(text, secret)
    return _by_place(text)


def _by_place(text: str) -> str:
    text = _IN_URL.sub(rf"\g<before>{HIDDEN}@", text)
    return _IN_WORDS.sub(rf"\g<before>{HIDDEN}", text)


def from_keyring(account: str) -> str | None:
    """The password of user@host:port/database in the keyring, where there is a keyring."""
    import keyring  # slow to import, and only asked when a server wants a password

    try:
        secret = keyring.get_password(SERVICE, account)
    except Exception:  # each backend has errors of its own; without it there are other ways
        return None
    remember(secret)
    return secret


def _hide(text: str, secret: str) -> str:
    for form in sorted(set(_spellings(secret)), key=len, reverse=True):
        if len(secret) > 3 and not secret.isalpha():
            text = text.replace(form, HIDDEN)
        else:  # a plain word ("postgres") is hidden where it stands alone, not inside others
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", HIDDEN, text)
    return text


def _spellings(secret: str) -> Iterator[str]:
    """As it is, and as URLs, JSON, Python, SQL, conninfo strings and HTML would write it."""
    yield from (secret, quote(secret), quote(secret, safe=""), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    yield from (repr(secret)[1:-1], secret.replace("'", "''"), html.escape(secret))
    yield secret.replace("\\", "\\\\").replace("'", "\\'")
