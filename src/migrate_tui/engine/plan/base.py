"""What all parts of a plan have in common: frozen, strict about keys, and sentences for errors."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """A part of a plan. Attributes are the keys of the file, or have them as their alias."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
    )

    set_by_loader: ClassVar[frozenset[str]] = frozenset()
    no_meaning: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys that a file may hold here."""
        fields = cls.model_fields.items()
        return tuple(f.alias or name for name, f in fields if name not in cls.set_by_loader)

    def meaning(self) -> dict[str, Any]:
        """Everything that matters about this part, as plain values."""
        return self.model_dump(mode="json", by_alias=True, exclude=set(self.no_meaning))


def wrong(sentence: str) -> PydanticCustomError:
    """An error whose text is the end of a sentence that begins with the key."""
    return PydanticCustomError("plan", "{sentence}", {"sentence": sentence})
