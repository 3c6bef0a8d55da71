"""How a temporary helper function of PostgreSQL is declared."""

from __future__ import annotations

SAFE = "immutable parallel safe"
SPACE = r"[ \t\n\r\f\x0b]*"
NUMBER = rf"^{SPACE}[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{{1,3}})?{SPACE}$"


def sql(signature: str, returns: str, body: str, traits: str = SAFE) -> str:
    head = f"create or replace function pg_temp.mt_{signature} returns {returns}"
    return f"{head} language sql {traits} as $mt$ select {body} $mt$"


def plpgsql(signature: str, returns: str, body: str, traits: str = "immutable strict") -> str:
    head = f"create or replace function pg_temp.mt_{signature} returns {returns}"
    return f"{head} language plpgsql {traits} as $mt$ {body} $mt$"
