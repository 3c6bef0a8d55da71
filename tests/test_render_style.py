"""Glyphs, words, colours, widths and numbers: what one cell looks like on any stream."""

from __future__ import annotations

import io
import re

import pytest

from migrate_tui.engine.events import (
    Counts,
    MappingVerified,
)
from migrate_tui.render.differences import explanations
from migrate_tui.render.style import Style, cells, cut, encodable, style_of, visible
from migrate_tui.render.words import became, number, seconds, size


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("é 日本", "é 日本"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x1b[31m\x00\x7f\x9b", "\\x1b[31m\\x00\\x7f\\x9b"),
        ("\u202eabc\u2066\u2028\ufeff", "\\u202eabc\\u2066\\u2028\\ufeff"),
        ("\udcff", "\\udcff"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("a\u200db", 2)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "left"), [("abc", 2, "ab"), ("日本", 3, "日"), ("abc", 3, "abc")]
)
def test_cut(text: str, width: int, left: str) -> None:
    assert cut(text, width) == left


@pytest.mark.parametrize("word", ["done", "failed", "skipped", "running", "interrupted", "else"])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("colour", [True, False])
def test_a_status_is_always_a_glyph_and_a_word(word: str, unicode: bool, colour: bool) -> None:
    shown = Style(colour, unicode).status(word)
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert plain[1:] == f" {word}"
    assert plain.isascii() or unicode
    assert (shown != plain) == (colour and word != "else")


def test_statuses_of_different_tone_differ_without_colour() -> None:
    for unicode in (True, False):
        words = ("done", "failed", "skipped", "running", "interrupted")
        assert len({Style(unicode=unicode).status(word)[0] for word in words}) == len(words)


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "plain", "colour"),
    [
        ({}, False, True),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({}, True, False),
    ],
)
def test_colour(environ: dict[str, str], plain: bool, colour: bool) -> None:
    assert style_of(Terminal(), plain=plain, environ=environ).colour is colour


@pytest.mark.parametrize(
    ("encoding", "unicode"), [("utf-8", True), ("latin-1", False), ("ascii", False)]
)
def test_glyphs(encoding: str, unicode: bool) -> None:
    assert style_of(Terminal(encoding), plain=False).unicode is unicode


def test_a_pipe_has_neither_colour_nor_width() -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert style_of(pipe, plain=False, environ={}) == Style(False, True, None)


def test_what_a_stream_cannot_carry_is_escaped() -> None:
    assert encodable("é日", Terminal("latin-1")) == "é\\u65e5"


@pytest.mark.parametrize(
    ("event", "counts", "words"),
    [
        ((10, 10, 10, 0, 0, 0), Counts(), []),
        ((10, 7, 7, 0, 0, 0), Counts(rejected=3), ["source 10 - 3 rejected = expected 7"]),
        (
            (10, 7, 7, 0, 0, 0),
            Counts(merged=1),
            ["source 10 - 1 merged is not expected 7: 2 rows unexplained"],
        ),
        ((10, 7, 7, 0, 0, 0), None, ["source 10 is not expected 7: 3 rows unexplained"]),
        ((10, 10, 9, 1, 0, 0), None, ["1 row missing from the target"]),
        ((10, 10, 12, 0, 2, 0), None, ["2 rows in the target that should not be there"]),
        ((10, 10, 12, 0, 0, 0), None, ["2 rows of the target not from this mapping"]),
        ((10, 10, 8, 1, 0, 0), None,
         ["1 row missing from the target; 1 row fewer in the target, unexplained"]),
        ((10, 10, 10, 0, 0, 3), None, ["3 rows with other values"]),
    ],
)  # fmt: skip
def test_every_difference_is_explained(
    event: tuple[int, ...], counts: Counts | None, words: list[str]
) -> None:
    verdict = "mismatch" if any(event[3:]) else "match"
    assert [*explanations(MappingVerified("m", "m", *event, verdict), counts)] == words  # type: ignore[misc]


def test_the_verifiers_own_words_win() -> None:
    event = MappingVerified("m", "m", 10, 7, 7, 0, 0, 0, "match", "the source moved on")
    assert [*explanations(event, None)] == ["the source moved on"]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (size(None), "-"),
        (size(999), "999 B"),
        (size(1000), "1.0 kB"),
        (size(183_000_000), "183.0 MB"),
        (size(5 * 10**15), "5000.0 TB"),
        (seconds(0.014), "0.01 s"),
        (seconds(59.4), "59 s"),
        (seconds(61), "1 m 01 s"),
        (seconds(3661), "1 h 01 m"),
        (number(1234567), "1,234,567"),
        (number(None), "-"),
        (became(Counts()), "0 read"),
        (became(Counts(1000, 999, rejected=1)), "1,000 read: 999 inserted, 1 rejected"),
    ],
)
def test_words(shown: str, words: str) -> None:
    assert shown == words
