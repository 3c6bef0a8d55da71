"""Expressions of a plan: parsed by an allow-list, compiled for either database."""

from __future__ import annotations

from migrate_tui.engine.expressions.compile import Scope, compile, literal
from migrate_tui.engine.expressions.nodes import Expression, ParentCall
from migrate_tui.engine.expressions.parse import parse
from migrate_tui.engine.functions.compiled import Compiled

__all__ = ["Compiled", "Expression", "ParentCall", "Scope", "compile", "literal", "parse"]
