"""A language school's ten Prisma models and their join table move out of `prisma/dev.db`: the new
shape comes from the folder of migrations, times become timestamps, JSON text becomes JSON."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.recipes.prisma_learning.legacy import generate

__all__ = ["FOLDER", "generate"]

FOLDER = Path(__file__).parent
