"""The headless engine: plans and databases in, events out; it never prints, asks or draws."""
