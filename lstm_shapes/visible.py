"""Make foreign text safe to show: without characters that are invisible, break lines or move the cursor."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

__all__ = ["brief", "columns", "visible"]

_PLAIN = re.compile(r"[ -~]*")
_TAB = "    "
_MOST_SHOWN = 400  # characters, a few lines of a terminal
_BEGINNING = 250


def visible(text: str) -> str:
    r"""The text on one line, with four blanks for each tab, Unicode's symbols for control characters, `\xff` for bytes.

    Python reads the bytes of an argument or file name that are no text as lone surrogates.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter == "\t":
        return _TAB
    kind = category(letter)
    if kind == "Cc":
        return "␡" if letter == "\x7f" else chr(0x2400 + ord(letter)) if letter < " " else "�"
    if kind == "Cs":
        return (
            ascii(letter.encode(errors="surrogateescape"))[2:-1]
            if "\udc80" <= letter <= "\udcff"
            else ascii(letter)[1:-1]
        )
    return "�" if kind in ("Cf", "Zl", "Zp") else letter


def brief(text: str) -> str:
    """The visible text, without the middle of a long one: it begins with what is wrong, and ends with what to do."""
    text = visible(text)
    if len(text) <= _MOST_SHOWN:
        return text
    return f"{text[:_BEGINNING]} … {text[_BEGINNING - _MOST_SHOWN :]}"


def columns(text: str) -> int:
    """The number of terminal columns of a visible text; most Chinese, Japanese and Korean characters take two."""
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text)
