"""Make text from a document safe to show: without characters that are invisible, break lines or move the cursor."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

__all__ = ["columns", "visible"]

_PLAIN = re.compile(r"[ -~]*")
_TAB = "    "


def visible(text: str) -> str:
    """The text on one line, with four blanks for each tab and Unicode's symbols for control characters."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter == "\t":
        return _TAB
    kind = category(letter)
    if kind == "Cc":
        return "␡" if letter == "\x7f" else chr(0x2400 + ord(letter)) if letter < " " else "�"
    return "�" if kind in ("Cf", "Cs", "Zl", "Zp") else letter


def columns(text: str) -> int:
    """The number of terminal columns of a visible text; most Chinese, Japanese and Korean characters take two."""
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text)
