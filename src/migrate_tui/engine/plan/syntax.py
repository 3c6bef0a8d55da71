"""What a YAML parser's complaint means for somebody who writes a plan."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from migrate_tui.engine.plan.problems import QUOTE

_SPLIT = f"this is read as YAML, not as text; {QUOTE}"

# (part of the parser's words, the sentence), most telling first
_SENTENCES = (
    ("character '\\t'", "there is a tab; YAML is indented with spaces"),
    ("undefined alias ':'", 'the star must be quoted: `"*": same`'),
    ("alias", f"text that begins with * must be quoted; {QUOTE}"),
    ("anchor", f"text that begins with & must be quoted; {QUOTE}"),
    ("another document", "there is a second document after ---; a plan is one document"),
    ("unexpected end of stream", "a quote or bracket is never closed"),
    ("<stream end>", "a quote or bracket is never closed"),
    ("mapping values are not allowed", _SPLIT),
    ("cannot start any token", f"a value cannot begin with this character; {QUOTE}"),
    ("expected ',' or", _SPLIT),
    ("found '<scalar>'", _SPLIT),
    ("expected <block end>", "the indentation does not fit the lines above"),
    ("could not find expected ':'", "a key without its colon, or text that is not indented"),
)


def sentence_of(error: MarkedYAMLError, text: str) -> tuple[int, str]:
    """Line and sentence."""
    words = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    if _never_closed(words) and error.context_mark is not None:
        line = error.context_mark.line + 1
    if _starts_with_tab(text, line):
        return line, _SENTENCES[0][1]
    for part, sentence in _SENTENCES:
        if part in words:
            return line, sentence
    return line, f"this is not YAML; {QUOTE}"


def _never_closed(words: str) -> bool:
    return "unexpected end of stream" in words or "<stream end>" in words


def _starts_with_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    return "\t" in here[: len(here) - len(here.lstrip())]
