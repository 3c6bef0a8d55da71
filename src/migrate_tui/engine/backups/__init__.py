"""Backups: files that were read back and compared, each with a manifest that says what it holds."""
