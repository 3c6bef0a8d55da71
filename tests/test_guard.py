"""A guarded plan writes for nobody without its password, and the password shows nowhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine import passwords
from migrate_tui.engine.context import Options
from migrate_tui.engine.passwords import Unreadable, hashed, read_hash
from migrate_tui.engine.permission import allow
from migrate_tui.engine.plan import load_plan
from small_site import Place, place

__all__ = ["place"]
PASSWORD = "kü$ch'en \"p@ss"
SALT = b"salt of studio"
KEY = hashlib.scrypt(PASSWORD.encode(), salt=SALT, n=16, r=8, p=1, dklen=32)
HASH = f"scrypt$16$8$1${b64encode(SALT).decode()}${b64encode(KEY).decode()}"  # cheap to ask
GUARD = f"guard: {{hash: '{HASH}', env: STUDIO_PASSWORD}}\n"


@pytest.fixture
def guarded(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("STUDIO_PASSWORD", raising=False)
    place.plan(more=GUARD)
    return place


def traces(place: Place, *outputs: str) -> str:
    """Everything that was said and kept."""
    files = (p for p in place.folder.rglob("*") if p.is_file() and p.suffix not in (".db", ".gz"))
    return "".join([*outputs, *(p.read_text() for p in files if p.name != "plan.yaml")])


def test_a_hash_fits_its_password_and_no_other() -> None:
    found = read_hash(HASH)
    assert found.fits(PASSWORD)
    assert not any(found.fits(p) for p in ("", PASSWORD + " ", PASSWORD.upper()))
    assert str(found) == HASH and PASSWORD not in repr(found)
    assert str(hashed(PASSWORD, n=16)) != HASH


def test_an_accent_is_one_accent_whatever_typed_it() -> None:
    assert hashed("kuche\u0301", n=16).fits("kuch\u00e9")


WRONG = {
    "scrypt$": "is not whole",
    "bcrypt$1$1$1$a$b": "it must begin with scrypt$",
    HASH[:-40]: "wrong length",
    HASH.replace("scrypt$16$", "scrypt$17$"): "out of bounds",
    HASH.replace("scrypt$16$", "scrypt$0$"): "out of bounds",
    HASH.replace("scrypt$16$", f"scrypt${1 << 26}$"): "out of bounds",  # 64 GiB
    HASH.replace("scrypt$16$8$", "scrypt$2$999999999$"): "out of bounds",
    HASH.replace("$8$1$", "$8$99999999$"): "out of bounds",
    HASH.replace("scrypt$16$", "scrypt$-16$"): "no numbers",
    HASH.replace("scrypt$16$", "scrypt$1e9$"): "no numbers",
    HASH.replace("scrypt$16$", "scrypt$\u0661\u0666$"): "no numbers",
    "scrypt$16$8$1$====$": "no base64",
    "scrypt$16$8$1$c2FsdA==$" + HASH.rpartition("$")[2]: "wrong length",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_hash_that_is_none_is_refused_before_it_is_computed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords.hashlib, "scrypt", None)
    with pytest.raises(Unreadable, match=WRONG[text].replace("$", r"\$")):
        read_hash(text)


def test_a_plan_with_such_a_hash_is_wrong_by_its_line(place: Place) -> None:
    place.plan(more="guard: {hash: 'scrypt$33554432$8$1$c2FsdHNhbHQ=$aGFzaA=='}\n")
    ended = place.run("check", "plan.yaml")
    assert ended.exit_code == 2
    assert "plan.yaml:13: guard.hash has parameters that are out of bounds" in ended.stderr
    assert "33554432" not in ended.output


WRITING = {
    "everything": ("run", "plan.yaml", "--headless"),
    "schema": ("run", "plan.yaml", "--step", "schema"),
    "seed": ("run", "plan.yaml", "--step", "seed"),
    "migrate": ("run", "plan.yaml", "--step", "migrate"),
    "clean-up": ("run", "plan.yaml", "--step", "clean-up", "--confirm", "x"),
    "drop-backups": ("run", "plan.yaml", "--step", "drop-backups"),
    "rollback": ("rollback", "plan.yaml", "--yes"),
    "rollback of the schema": ("rollback", "plan.yaml", "--yes", "--schema"),
    "restore": ("restore", "plan.yaml", "--yes"),
}


@pytest.mark.parametrize("password", [None, "", "wr0ng-p@ss", HASH])
@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_nothing_is_written_without_the_password(
    guarded: Place, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], password: str | None
) -> None:
    if password is not None:
        monkeypatch.setenv("STUDIO_PASSWORD", password)
    ended = guarded.run(*words)
    assert ended.exit_code == 8, ended.output
    said = "is wrong" if password else "needs its password"
    assert said in ended.stderr and "STUDIO_PASSWORD" in ended.stderr
    assert guarded.untouched() and not (guarded.folder / "backups").exists()
    if password:
        assert password not in traces(guarded, ended.output)


def test_a_wrong_password_that_is_a_word_of_the_message_garbles_nothing(
    guarded: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", "wrong")
    assert "the guard's password is wrong" in guarded.run("run", "plan.yaml").stderr


def test_with_the_password_everything_goes(guarded: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", PASSWORD)
    said = []
    for words in (
        ("run", "plan.yaml", "--headless", "-v"),
        ("run", "plan.yaml", "--json"),
        ("rollback", "plan.yaml", "--yes", "--schema"),
        ("restore", "plan.yaml", "--yes"),
        ("report", "--format", "html"),
    ):
        ended = guarded.run(*words)
        assert ended.exit_code == 0, (words, ended.output)
        said.append(ended.output)
    kept = traces(guarded, *said)
    assert PASSWORD not in kept and HASH not in kept
    assert HASH.rpartition("$")[2] not in kept


@pytest.mark.parametrize(
    "words", [("check", "plan.yaml"), ("run", "plan.yaml", "--step", "dry-run")]
)
def test_looking_needs_no_password(guarded: Place, words: tuple[str, ...]) -> None:
    guarded.sql(guarded.folder.joinpath("schema.sql").read_text())
    assert guarded.run(*words).exit_code == 0


def test_the_keyring_is_asked_where_the_variable_is_not_set(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = {("migrate-tui", "studio-admin"): PASSWORD}
    monkeypatch.setattr("keyring.get_password", lambda *key: stored.get(key))
    place.plan(more=f"guard: {{hash: '{HASH}', keyring: studio-admin}}\n")
    plan = load_plan("plan.yaml", environ={})
    allow(plan, Options(), "migrate", {})
    stored.clear()
    assert place.run("run", "plan.yaml").exit_code == 8


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Somebody sits at a terminal and types these without an echo."""
    waiting = iter(answers)

    def prompt(question: str, **how: Any) -> str:
        assert how["hide_input"] and how["err"]
        return next(waiting)

    monkeypatch.setattr("migrate_tui.cli.ask.answers", lambda: True)
    monkeypatch.setattr("click.prompt", prompt)


@pytest.mark.parametrize(("answer", "code"), [(PASSWORD, 0), ("wr0ng", 8)])
@pytest.mark.parametrize("command", ["run", "rollback"])
def test_a_terminal_is_asked(
    guarded: Place, monkeypatch: pytest.MonkeyPatch, command: str, answer: str, code: int
) -> None:
    monkeypatch.setenv("STUDIO_PASSWORD", PASSWORD)
    if command == "rollback":
        assert guarded.run("run", "plan.yaml").exit_code == 0
    monkeypatch.delenv("STUDIO_PASSWORD")
    typed(monkeypatch, answer)
    ended = guarded.run(command, "plan.yaml", *(("--yes",) if command == "rollback" else ()))
    assert ended.exit_code == code, ended.output
    assert answer not in traces(guarded, ended.output)


@pytest.mark.parametrize(
    "prepare",
    [
        lambda patch: patch.setattr("migrate_tui.cli.ask.answers", lambda: True),
        lambda patch: patch.setenv("STUDIO_PASSWORD", PASSWORD),
    ],
    ids=["headless asks nothing", "who has a variable is not asked"],
)
def test_who_is_not_asked(
    guarded: Place, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[pytest.MonkeyPatch], None]
) -> None:
    def nobody(*_: Any, **__: Any) -> str:
        raise AssertionError("asked")

    monkeypatch.setattr("click.prompt", nobody)
    prepare(monkeypatch)
    guarded.run("run", "plan.yaml", "--headless")


@pytest.mark.parametrize("name", sorted(migrate_tui.commands))
def test_a_password_is_never_an_argument(name: str) -> None:
    assert "--password" not in CliRunner().invoke(migrate_tui, [name, "--help"]).output
