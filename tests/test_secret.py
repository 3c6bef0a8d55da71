"""`secret`: passwords go into a keyring and never onto the screen, and a hash opens its guard."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from click.testing import CliRunner, Result
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine import wallet
from migrate_tui.engine.passwords import read_hash

PASSWORD = "kü$ch'en \"p@ss"


class Drawer(KeyringBackend):
    """A keyring of the tests' own."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.broken: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._work()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._work()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._work()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")

    def _work(self) -> None:
        if self.broken:
            raise self.broken


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before, drawer = keyring.get_keyring(), Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


def secret(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(migrate_tui, ["secret", *words], input=stdin)


def test_set_list_delete(drawer: Drawer) -> None:
    assert secret("list").stdout == ""
    for name in ("workshop-admin", "legacy", "legacy"):
        ended = secret("set", name, stdin=PASSWORD + "\n")
        assert (ended.exit_code, PASSWORD in ended.output) == (0, False)
    assert drawer.kept["migrate-tui", "legacy"] == PASSWORD
    assert secret("list").stdout == "legacy\nworkshop-admin\n"
    assert secret("delete", "legacy").exit_code == 0
    assert secret("list").stdout == "workshop-admin\n"
    assert ("migrate-tui", "legacy") not in drawer.kept


def test_what_another_program_stored_can_be_deleted_too(drawer: Drawer) -> None:
    drawer.kept["migrate-tui", "u@h:5432/d"] = "theirs"
    drawer.kept["migrate-tui", wallet.NAMES] = "not ours"
    assert secret("delete", "u@h:5432/d").exit_code == 0
    assert secret("list").stdout == ""


def test_an_unknown_name(drawer: Drawer) -> None:
    secret("set", "legacy", stdin=PASSWORD)
    for command in ("delete", "hash"):
        ended = secret(command, "legcy")
        assert ended.exit_code == 2
        assert "There is no secret 'legcy' in the keyring" in ended.stderr
    assert "legacy" in secret("delete", "legcy").stderr


WRONG = {"": "No password came in", "\n": "No password came in", "a\nb\n": "more than one line"}


@pytest.mark.parametrize("stdin", WRONG)
@pytest.mark.parametrize("command", ["set", "hash"])
def test_what_is_no_password(drawer: Drawer, command: str, stdin: str) -> None:
    ended = secret(command, *(["name"] if command == "set" else []), stdin=stdin)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert WRONG[stdin] in ended.stderr
    assert drawer.kept == {}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_hash_of_stdin(end: str) -> None:
    ended = secret("hash", stdin=PASSWORD + end)
    assert (ended.exit_code, PASSWORD in ended.output) == (0, False)
    assert read_hash(ended.stdout.strip()).fits(PASSWORD)
    assert "single quotes" in ended.stderr


def test_a_hash_of_what_the_keyring_holds(drawer: Drawer) -> None:
    secret("set", "workshop-admin", stdin=PASSWORD)
    assert read_hash(secret("hash", "workshop-admin").stdout.strip()).fits(PASSWORD)


def test_a_password_is_typed_twice_without_an_echo(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("migrate_tui.cli.ask.answers", lambda: True)
    ended = secret("set", "legacy", stdin=f"{PASSWORD}\nother\n{PASSWORD}\n{PASSWORD}\n")
    assert ended.exit_code == 0
    assert PASSWORD not in ended.output and "do not match" in ended.stderr
    assert secret("set", "legacy", stdin="").exit_code == 8
    assert drawer.kept["migrate-tui", "legacy"] == PASSWORD


BROKEN = [
    (NoKeyringError("none"), "There is no keyring"),
    (KeyringLocked("locked"), "The keyring is locked"),
    (InitError("no bus"), "The keyring cannot be used: InitError: no bus"),
    (OSError("D-Bus is gone"), "The keyring cannot be used: OSError: D-Bus is gone"),
]


@pytest.mark.parametrize(("error", "said"), BROKEN, ids=[said for _, said in BROKEN])
@pytest.mark.parametrize("words", [("set", "a"), ("list",), ("delete", "a"), ("hash", "a")])
def test_without_a_keyring_it_says_what_to_use_instead(
    drawer: Drawer, words: tuple[str, ...], error: Exception, said: str
) -> None:
    drawer.broken = error
    ended = secret(*words, stdin=PASSWORD)
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert said in ended.stderr and "PGPASSWORD" in ended.stderr and ".pgpass" in ended.stderr
    assert "guard: env:" in ended.stderr
    assert PASSWORD not in ended.output and "Traceback" not in ended.output
