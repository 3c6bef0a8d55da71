"""migrate-tui: move an application database into a new shape."""

__version__ = "0.1.0"
