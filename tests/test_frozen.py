"""Frozen data is what `@dataclass(frozen=True)` would have made of it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import (
    FrozenInstanceError,
    asdict,
    astuple,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)
from functools import cached_property
from typing import Any, ClassVar

import pytest

from migrate_tui.engine.events import Failed, Note
from migrate_tui.engine.frozen import Frozen


class Place(Frozen):
    """A class attribute is no field, nor is a property."""

    known: ClassVar[int] = 3
    kind = "place"

    name: str
    size: int = 0
    secret: str = field(default="", repr=False)
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)

    @cached_property
    def long(self) -> str:
        return self.name * 2


class Town(Place):
    mayor: str = ""


class Nothing(Frozen):
    pass


@dataclass(frozen=True)
class Compiled:
    """The same, as it would have been."""

    name: str
    size: int = 0
    secret: str = field(default="", repr=False)
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)


WAYS: list[Callable[[Any], Any]] = [
    lambda cls: cls("a"),
    lambda cls: cls("a", 1),
    lambda cls: cls(name="a", note="b"),
    lambda cls: cls("a", tags=["x"], size=2),
    lambda cls: cls("a", 1, "b", ["c"], "d"),
    lambda cls: replace(cls("a", 1), size=5),
]


@pytest.mark.parametrize("way", WAYS)
def test_it_holds_and_shows_what_a_dataclass_would(way: Callable[[Any], Any]) -> None:
    made, meant = way(Place), way(Compiled)
    assert (asdict(made), astuple(made)) == (asdict(meant), astuple(meant))
    assert repr(made) == repr(meant).replace("Compiled", "Place")
    assert [one.name for one in fields(made)] == [one.name for one in fields(meant)]
    assert Place.__match_args__ == Compiled.__match_args__


WRONG: list[Callable[[Any], Any]] = [
    lambda cls: cls(),
    lambda cls: cls(size=1),
    lambda cls: cls("a", name="b"),
    lambda cls: cls("a", colour="b"),
    lambda cls: cls("a", 1, "b", [], "d", "e"),
    lambda cls: replace(cls("a"), colour=1),
]


@pytest.mark.parametrize("way", WRONG)
@pytest.mark.parametrize("cls", [Place, Compiled])
def test_what_does_not_fit_is_refused(way: Callable[[Any], Any], cls: Any) -> None:
    with pytest.raises(TypeError):
        way(cls)


def test_it_cannot_be_changed() -> None:
    place: Any = Place("a")
    with pytest.raises(FrozenInstanceError):
        place.size = 3
    with pytest.raises(FrozenInstanceError):
        place.new = 3
    with pytest.raises(FrozenInstanceError):
        del place.name
    assert place == Place("a")


def test_what_is_worked_out_once_changes_nothing_else() -> None:
    place = Place("a")
    assert (place.long, place.long) == ("aa", "aa")
    assert place == Place("a") and "long" not in repr(place)


def test_equal_are_those_of_one_class_with_the_same_in_what_is_compared() -> None:
    assert Place("a") == Place("a", note="b") != Place("b")
    assert Town("a") != Place("a")
    assert Nothing() == Nothing() != Place("a")
    assert Note("a") != Failed("a", "", 1)


def test_hashes_are_of_what_is_compared() -> None:
    one, same, other = (Place(name, tags=(), note=name) for name in ("a", "a", "b"))  # type: ignore[arg-type]
    assert len({one, same, other}) == 2
    assert len({Nothing(), Nothing()}) == 1
    with pytest.raises(TypeError):
        hash(Place("a"))  # a list


def test_what_it_would_not_do_is_refused() -> None:
    with pytest.raises(TypeError, match="__post_init__"):
        type("Late", (Frozen,), {"__post_init__": print})


def test_a_factory_makes_one_for_each() -> None:
    one, other = Place("a"), Place("a")
    one.tags.append("x")
    assert other.tags == []


def test_who_inherits_has_all_fields() -> None:
    town = Town("a", 1, mayor="m")
    assert list(asdict(town)) == ["name", "size", "secret", "tags", "note", "mayor"]
    assert isinstance(town, Place) and is_dataclass(town)
    match town:
        case Town(name, size):
            assert (name, size, town.kind, town.known) == ("a", 1, "place", 3)


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_a_copy_is_equal(again: Callable[[Place], Place]) -> None:
    place = Place("a", 1, "s", ["x"], "n")
    assert astuple(again(place)) == astuple(place)
