"""The headless engine: it reads plans and databases and yields events; it never prints, asks or draws."""
