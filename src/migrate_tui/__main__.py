"""`python -m migrate_tui` is `migrate-tui`."""

from __future__ import annotations

from migrate_tui.cli import main

if __name__ == "__main__":
    main()
