"""A pattern of `.gitignore` as a regular expression, with git's rules for `*`, `**`, `?`, brackets and backslashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

__all__ = ["SPECIAL", "translate"]

SPECIAL = re.compile(rb"[*?\[\\]")
"""What is no letter of its own in a pattern."""

_PRINTED = frozenset(range(0x21, 0x7F))
_DIGITS = frozenset(b"0123456789")
_LOWER = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_UPPER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CLASSES = {
    b"alnum": _LOWER | _UPPER | _DIGITS,
    b"alpha": _LOWER | _UPPER,
    b"blank": frozenset(b" \t"),
    b"cntrl": frozenset(range(0x20)) | {0x7F},
    b"digit": _DIGITS,
    b"graph": _PRINTED,
    b"lower": _LOWER,
    b"print": _PRINTED | {0x20},
    b"punct": _PRINTED - _LOWER - _UPPER - _DIGITS,
    b"space": frozenset(b" \t\n\r"),
    b"upper": _UPPER,
    b"xdigit": _DIGITS | frozenset(b"abcdefABCDEF"),
}

_STAR = b"[^/]*"
_ANYTHING = b".*"
_FOLDERS = b"(?:.*/)?"
_ONE = b"[^/]"
_NEVER = b"(?!)"


def translate(pattern: bytes, is_path: bool) -> re.Pattern[bytes]:
    """The expression that fully matches what a pattern does, without trying one star in many ways.

    is_path: whether it is for whole paths, where `**` stands for folders, or for names, where it is `*`.
    """
    prefix = SPECIAL.search(pattern)
    start = len(pattern) if prefix is None else prefix.start()
    try:
        tokens = list(_tokens(pattern[start:], is_path))  # as in git, `a**/b` is `a` and then `**/b`
    except IndexError:  # a bracket or a backslash that nothing follows
        return re.compile(_NEVER)
    return re.compile(re.escape(pattern[:start]) + _Joiner().join(tokens), re.DOTALL)


def _tokens(pattern: bytes, is_path: bool) -> Iterator[bytes]:
    position = 0
    while position < len(pattern):
        byte = pattern[position : position + 1]
        if byte == b"*":
            token, position = _stars(pattern, position, is_path)
        elif byte == b"?":
            token, position = _ONE, position + 1
        elif byte == b"[":
            token, position = _bracket(pattern, position + 1)
        else:
            position += byte == b"\\"
            token, position = re.escape(pattern[position : position + 1]), position + 1
            if not token:
                raise IndexError
        yield token


def _stars(pattern: bytes, start: int, is_path: bool) -> tuple[bytes, int]:
    end = start
    while pattern[end : end + 1] == b"*":
        end += 1
    rest = pattern[end : end + 2]
    if not is_path or end - start < 2 or pattern[max(start - 1, 0) : start] not in (b"", b"/"):
        return _STAR, end
    if rest[:1] == b"/":
        return _FOLDERS, end + 1
    return (_ANYTHING if rest in (b"", b"\\/") else _STAR), end


def _bracket(pattern: bytes, position: int) -> tuple[bytes, int]:
    """The bytes that a bracket matches, as an expression, and where it ends; `IndexError` where it does not end."""
    negated = pattern[position] in b"!^"
    position += negated
    matched: set[int] = set()
    previous = 0
    while True:
        byte = pattern[position]
        if byte == ord("\\"):
            position += 1
            byte = pattern[position]
            matched.add(byte)
        elif byte == ord("-") and previous and pattern[position + 1] != ord("]"):
            position += 1 + (pattern[position + 1] == ord("\\"))
            matched.update(range(previous, pattern[position] + 1))
            byte = 0
        elif pattern[position : position + 2] == b"[:":
            end = pattern.index(b"]", position + 2) if b"]" in pattern[position + 2 :] else len(pattern)
            name = pattern[position + 2 : end - 1]
            if pattern[end] == ord("]") and end > position + 2 and pattern[end - 1] == ord(":"):
                matched |= _CLASSES[name] if name in _CLASSES else _unknown_class()
                position, byte = end, 0
            else:
                matched.add(byte)
        else:
            matched.add(byte)
        previous = byte
        position += 1
        if pattern[position] == ord("]"):
            break
    matched = (set(range(256)) - matched if negated else matched) - {ord("/")}
    return b"[%s]" % b"".join(b"\\x%02x" % byte for byte in sorted(matched)) if matched else _NEVER, position + 1


def _unknown_class() -> frozenset[int]:
    raise IndexError  # the whole pattern matches nothing


@dataclass
class _Joiner:
    """Joins tokens so that no star is tried again once what follows it has been found: there is nothing to gain.

    Without that, `*a*a*a*a*b` takes time that grows with the fifth power of a name's length.
    """

    names: Iterator[int] = field(default_factory=count)

    def join(self, tokens: list[bytes]) -> bytes:
        chunks = _split(tokens, (_FOLDERS, _ANYTHING))
        last = len(chunks) - 1
        parts = [self._chunk(chunks[0][1])]
        for number, (wild, chunk) in enumerate(chunks[1:], 1):
            if number == last:
                parts.append(wild + self._chunk(chunk))
            else:
                lazy = b"(?:.*?/)??" if wild == _FOLDERS else b".*?"
                parts.append(self._once(lazy + self._chunk(chunk)))
        return b"".join(parts)

    def _chunk(self, tokens: list[bytes]) -> bytes:
        return b"/".join(self._segment(segment) for _, segment in _split(tokens, (b"/",)))

    def _segment(self, tokens: list[bytes]) -> bytes:
        pieces = _split(tokens, (_STAR,))
        text = b"".join(pieces[0][1])
        for _, piece in pieces[1:-1]:
            text += self._once(b"[^/]*?" + b"".join(piece))
        return text + (_STAR + b"".join(pieces[-1][1]) if len(pieces) > 1 else b"")

    def _once(self, expression: bytes) -> bytes:
        """An atomic group, which Python has from 3.11 on."""
        name = b"g%d" % next(self.names)
        return b"(?=(?P<%s>%s))(?P=%s)" % (name, expression, name)


def _split(tokens: list[bytes], separators: tuple[bytes, ...]) -> list[tuple[bytes, list[bytes]]]:
    """The tokens between separators, each with the separator before it."""
    parts: list[tuple[bytes, list[bytes]]] = [(b"", [])]
    for token in tokens:
        if token in separators:
            parts.append((token, []))
        else:
            parts[-1][1].append(token)
    return parts
