"""The tensors that a text names, before a shape or behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lstm_shapes.check.claims.phrases import (
    BEHIND,
    BRACKETS,
    CODE,
    CONNECTOR,
    EXPRESSION,
    FARTHEST,
    JOINT,
    LINK,
    LINKS,
    NO_NAMES,
)
from lstm_shapes.check.claims.tensor_names import phrases_in, roles_of

__all__ = ["is_link", "named_behind", "named_in", "names_in_clause", "subjects_before"]


def is_link(gap: str) -> bool:
    """Whether nothing stands between a tensor and its shape but words that link them."""
    return all(word.lower() in LINKS for word in LINK.findall(gap))


def subjects_before(clause: str, is_subject: Callable[[str], bool]) -> tuple[tuple[str, ...], str, str]:
    """The tensors that the words before a shape name last, what stands between them and it, and what before them."""
    found = names_in_clause(clause, is_subject)
    if not found:
        return (), "", ""
    start, end, name = found[-1]
    if not is_link(clause[end:]):  # a name in code style means the tensor, where a bare word may be one of the language
        start, end, name = next((n for n in reversed(found) if clause[n[0] - 1 : n[0]] in ("`", "*")), found[-1])
        found = [other for other in found if other[0] <= start]
    gap = clause[end:]
    if len(gap) > FARTHEST:
        return (), "", ""
    if CODE.search(gap.lstrip("`*_")):
        return (), "", ""  # something else is named, which nobody knows
    names = [name]
    for first, last, other in found[-2::-1]:
        between = clause[last:start]
        if last >= start or not JOINT.match(between) or not CONNECTOR.search(between):
            break
        names.insert(0, other)
        start = first
    return tuple(dict.fromkeys(names)), gap, clause[:start]


def names_in_clause(clause: str, is_subject: Callable[[str], bool]) -> list[tuple[int, int, str]]:
    """Each tensor that a clause names: where its name begins and ends, and the name."""
    found = [(match.start(), match.end(), match[0]) for match in phrases_in(clause)]
    for match in EXPRESSION.finditer(clause):
        clashing = [other for other in found if other[0] < match.end() and match.start() < other[1]]
        if any(end - start >= len(match[0]) for start, end, _ in clashing):
            continue
        for text in _expressions(match[0]):
            if is_subject(text) and not _is_word(clause, match.start(), text):
                found = [other for other in found if other not in clashing]
                found.append((match.start(), match.start() + len(text), text))
                break
    return sorted(found)


def _is_word(clause: str, start: int, text: str) -> bool:
    """Whether a name is an English word here, or the `x` of `B x L`."""
    behind = clause[start + len(text) :].lstrip()
    before = clause[:start].rstrip()
    if text in ("x", "X") and behind[:1] in ("", *BRACKETS) and (before[-1:].isdigit() or before[-1:] in BRACKETS):
        return True  # `2 x (5, 3)`
    if text in ("x", "X") and before[-1:].isalnum() and behind[:1].isalnum() and clause[start - 1 : start].isspace():
        return len(before.split()[-1]) <= 2 or before[-1].isdigit()
    return text in NO_NAMES and behind[:1] not in (":", "=", ".", "`") and before[-1:] != "`"


def _expressions(text: str) -> Iterator[str]:
    """An expression, and what is left without its last parts, which may be no more than punctuation."""
    yield text
    if text.endswith("."):
        yield text[:-1]


def named_in(text: str, is_subject: Callable[[str], bool]) -> tuple[str, ...]:
    """The tensors that a heading, a label or a cell of a table names, where it names nothing else behind them."""
    return subjects_before(text, is_subject)[0]


def named_behind(tail: str, is_subject: Callable[[str], bool]) -> tuple[str, ...]:
    """The subject where it stands behind the shape: `(5, 3, 20) for output`."""
    match = BEHIND.match(tail)
    if match is None:
        return ()
    name = match["name"]
    if not is_subject(name):
        name = name.split()[0]
    return (name,) if is_subject(name) or len(roles_of(match["name"])) else ()
