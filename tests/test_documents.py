"""JSON in jsonb at verify's first look: spelled in whatever way, it is the same as what PostgreSQL
made of it, and never as anything else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from alongside import both_sides, looked, ours, theirs
from migrate_tui.engine.databases.documents import spaced
from migrate_tui.engine.databases.reading import Unlike
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, counted, small

__all__ = ["looked"]
Url = Callable[[], str]
SOURCE = "create table legacy (id integer primary key, doc text, said text);"
TARGET = "create table fresh (id bigint primary key, doc jsonb, said text);"
PLAIN = (  # as PostgreSQL prints them, but for spaces
    '{"a":1,"b":[1,2.50,true,null,"x"],"name":"A, B: C"}',
    '{"a": 1, "b": [1, 2.50, true, null, "x"], "name": "A, B: C"}',
    r'{"say":"\"a\", \\\": b\\"}',
    '{"é":"🦉","a,b":"c:d"}',
    '"a,b: c"',
    "null",
    "17",
    "[]",
    "{}",
    '[{"a":{"b":[{"c":-0.5}]}},[],""]',
)
OTHERWISE = (
    '{"clipped":false,"gaps":3}',
    '{"a":1,"a":2}',
    '{ "a" : 1 }',
    '{"a":\n1}',
    "1e2",
    "-0",
    "1E-3",
    r'"\u00e9\/\ud83e\udd89"',
    r'{"\u0061":"b"}',
    '{"aa":1,"b":{"z":1,"y":[{"d":1,"c":2}]}}',
)
BIG = "123456789012345678901234567890.123456789012345678901234567890"


def made(folder: Path, url: Url, *docs: str | None, said: str = "said") -> Small:
    """Loaded in ranges of ten rows."""
    site = small(folder, ACROSS, url, source=SOURCE, target=TARGET)
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as connection, connection:
        rows = [(number, doc, said) for number, doc in enumerate(docs, 1)]
        connection.executemany("insert into legacy values (?, ?, ?)", rows)
    site.migrate(batch_size=10)
    return site


@pytest.mark.parametrize("docs", [PLAIN, OTHERWISE, (*PLAIN, *OTHERWISE), (None, BIG, *PLAIN)])
def test_the_same_documents_are_the_same_however_they_are_spelled(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], docs: tuple[str | None, ...]
) -> None:
    site = made(tmp_path, fresh_url, *docs, *docs)
    state = site.steps("verify", recheck=True)
    assert state.of(MappingVerified)[0].verdict == "match"
    assert counted(state, step="verify").unchanged == 2 * len(docs)
    assert [one.doubted for one in looked] == [[]]
    assert looked[0].both.handed == ({1} if set(docs) & set(OTHERWISE) else set())


def test_documents_that_are_written_otherwise_further_on_are_handed_over_then(
    tmp_path: Path,
    fresh_url: Url,
    looked: list[SideBySide],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("migrate_tui.engine.ways.FIRST", 3)
    site = made(tmp_path, fresh_url, *PLAIN, *PLAIN, *OTHERWISE, *PLAIN)
    assert site.steps("verify", recheck=True).of(MappingVerified)[0].verdict == "match"
    assert [(one.doubted, one.both.handed) for one in looked] == [([], {1})]


OTHERS = {
    '{"a":1,"b":"x, y"}': [
        *('{"a":1.0,"b":"x, y"}', '{"a":"1","b":"x, y"}', '{"a":1,"b":"x,y"}'),
        *('{"a":1,"b":"x,  y"}', '{"a":1}', '{"a":1,"b":"x, y","c":null}', '{"b":1,"a":"x, y"}'),
    ],
    "[1,2]": ["[2,1]", "[12]", "[1,2,2]", '"[1,2]"', "[1,2.0]", "[[1,2]]"],
    "1e0": ["1.0", "true", '"1"', "1e1"],
    "1.0": ["1", "1.00", "1.01"],
    '{"a":1,"a":2}': ['{"a":1}', '{"a":[1,2]}'],
    '{"b":{"d":1,"c":[{"z":0,"y":null}]}}': [
        *('{"b":{"d":1,"c":[{"z":0}]}}', '{"b":{"d":1,"c":{"z":0,"y":null}}}'),
        '{"b":{"c":1,"d":[{"z":0,"y":null}]}}',
    ],
    BIG: [BIG + "0", BIG[:-2] + "1", f'"{BIG}"', str(float(BIG))],
    r'"\u00e9 \" \\ é"': [r'"e \" \\ é"', r'"é \" \\\\ é"', r'"\\u00e9 \" \\ é"', '"é \' \\\\ é"'],
    "null": ["false", '"null"', "0", '"\\u0002"'],
}


@pytest.mark.parametrize("doc", OTHERS)
@pytest.mark.parametrize("handed", [False, True])
def test_no_other_document_is_taken_for_it(
    tmp_path: Path, fresh_url: Url, doc: str, handed: bool
) -> None:
    """Among documents that are as PostgreSQL prints them; its own is never told."""
    site = made(tmp_path, fresh_url, '{"a": 1}', doc, None)
    with both_sides(site) as both:
        both.handed = {1} if handed else set()
        known = ours(both)
        assert not handed or theirs(both) == known
        for other in (*OTHERS[doc], None):
            value = "null" if other is None else f"'{other.replace(chr(39), chr(39) * 2)}'"
            changed = f"update fresh set doc = {value} where id = 2"
            assert theirs(both, changed) != known, other
        assert theirs(both, "update fresh set doc = 'null' where id = 3") != known
        assert theirs(both, "delete from fresh where id = 3") != known


@pytest.mark.parametrize("change", ["doc = '{\"a\": 1.0}'", "doc = null", "said = 'another'"])
def test_a_row_that_is_another_is_told_and_the_others_are_not(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], change: str
) -> None:
    site = made(tmp_path, fresh_url, *['{"a":1}', '{"gaps":2,"b":1}'] * 17)
    site.execute(f"update fresh set {change} where id = 12")
    verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
    assert (verified.different, verified.missing, verified.extra) == (1, 0, 0)
    assert [[span.label for span in one.doubted] for one in looked] == [["11"]]


@pytest.mark.parametrize(
    "broken", ["[1 2]", "[1,2", '["1,2]', "", "[1,2]\x00", "1],[2", "[1,\x032]"]
)
def test_what_is_no_json_is_never_the_same(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], broken: str
) -> None:
    """Somebody has written it into the source since."""
    site = made(tmp_path, fresh_url, "[12]", "[1, 2]")
    with closing(sqlite3.connect(site.source.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("update legacy set doc = ? where id = 1", (broken,))
    site.steps("verify", code=None, recheck=True)
    assert [len(one.doubted) for one in looked] == [1]


@pytest.mark.parametrize("doc", PLAIN)
def test_spaces_stand_as_postgresql_writes_them(doc: str) -> None:
    """Python writes the same for documents whose keys are in order."""
    text = spaced(b"\x01".join([doc.encode(), b"\x02", doc.encode()]))
    value = json.dumps(json.loads(doc), ensure_ascii=False).replace("2.5,", "2.50,")
    assert text == b"\x01".join([value.encode(), b"\x02", value.encode()])


@pytest.mark.parametrize("text", [b"[1 2]", b"[1\n,2]", b'{"a" :1}', b"tr ue"])
def test_no_two_tokens_are_made_one(text: bytes) -> None:
    assert spaced(text).split() == text.replace(b",", b", ").replace(b":", b": ").split()


@pytest.mark.parametrize("text", [b'"\0"', b'"\\n\x03"', b'"\\n\x04"'])
def test_a_control_character_is_not_spelled(text: bytes) -> None:
    with pytest.raises(Unlike):
        spaced(text)
