"""Frozen data, made sooner than by `@dataclass(frozen=True)`: the methods are these, and are not
compiled anew for every class. What is made by the thousand is better off with that.

Invariant: a subclass is a dataclass to `fields`, `replace` and `asdict`, and compared as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen:
    """A field has a default, or `field` with `default`, `default_factory`, `compare`, `repr`."""

    __names: ClassVar[tuple[str, ...]]
    __shown: ClassVar[tuple[str, ...]]
    __defaults: ClassVar[Mapping[str, Any]]
    __factories: ClassVar[Mapping[str, Callable[[], Any]]]
    __compared: ClassVar[Callable[[Any], Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "__post_init__"):
            raise TypeError(f"{cls.__name__}: nobody would call its __post_init__")
        cls.__doc__ = cls.__doc__ or cls.__name__  # or `dataclass` would write its signature
        made: Any = dataclass(init=False, repr=False, eq=False)(cls)
        found = fields(made)
        compared = [one.name for one in found if one.compare]
        cls.__names = tuple([one.name for one in found])
        cls.__shown = tuple([one.name for one in found if one.repr])
        cls.__defaults = {one.name: one.default for one in found if one.default is not MISSING}
        makers = ((one.name, one.default_factory) for one in found)
        cls.__factories = {name: make for name, make in makers if make is not MISSING}
        cls.__compared = attrgetter(*compared) if compared else staticmethod(lambda _: ())

    if not TYPE_CHECKING:  # there a subclass has what its annotations say

        def __init__(self, *given: Any, **named: Any) -> None:
            values = self.__dict__
            values.update(zip(self.__names, given, strict=False), **named)
            if len(values) != len(given) + len(named):
                raise TypeError(f"too many values for {type(self).__name__}, or one of them twice")
            if named or len(given) < len(self.__names):
                self.__complete(values)

        def __complete(self, values: dict[str, Any]) -> None:
            for name, value in self.__defaults.items():
                values.setdefault(name, value)
            for name, make in self.__factories.items():
                if name not in values:
                    values[name] = make()
            if values.keys() != {*self.__names}:
                raise TypeError(f"{type(self).__name__} has {self.__names}, not {(*values,)}")

        def __setattr__(self, name: str, value: object) -> None:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name: str) -> None:
            raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        cls = type(self)
        if type(other) is not cls:
            return NotImplemented
        return bool(cls.__compared(self) == cls.__compared(other))

    def __hash__(self) -> int:
        return hash(type(self).__compared(self))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__shown)
        return f"{type(self).__qualname__}({said})"
