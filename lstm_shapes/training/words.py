"""The training data: words of one length and their letters, read and validated."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from unicodedata import normalize

from lstm_shapes.errors import ReadError

__all__ = ["DEFAULT_WORDS", "Words", "check_prefix", "read_words"]

_MOST_LETTERS = 40  # in a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one length: the model is given all letters but the last, which it must predict."""

    words: tuple[str, ...]

    letters: tuple[str, ...]
    """The classes: a to z if all words consist of these, otherwise the letters that occur."""

    @property
    def prefix_length(self) -> int:
        """The number of letters that the model is given."""
        return len(self.words[0]) - 1

    @property
    def letters_in_words(self) -> str:
        """The letters as a part of a sentence."""
        if self.letters == tuple(ascii_lowercase):
            return "a to z"
        shown = ", ".join(self.letters[:_MOST_LETTERS])
        return shown if len(self.letters) <= _MOST_LETTERS else f"{shown} …"

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Prefixes with more than one ending: no model can get all of their words right."""
        counted = Counter(word[:-1] for word in self.words)
        return tuple(prefix for prefix, count in counted.items() if count > 1)


def read_words(source: str) -> Words:
    """Words from a list with commas, or from a file with one word on each line and `#` comments.

    Raises `ReadError`, with the line or the position, if the words cannot be used for training.
    """
    path = Path(source)
    if os.path.isfile(source):  # also of a text that is too long for a name
        return _check(_lines(path), f"{source}, line")
    if "," not in source:
        raise ReadError(f"there is no file {source!r}, and a list of words has commas, such as make,need,coal")
    return _check(((number, word.strip()) for number, word in enumerate(source.split(","), 1)), "word")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadError(f"{path}, line {line} is not UTF-8") from error
    for row, entry in enumerate(text.split("\n"), 1):
        word = entry.partition("#")[0].strip()
        if word:
            yield row, word


def _check(numbered: Iterable[tuple[int, str]], place: str) -> Words:
    seen: dict[str, int] = {}
    first: tuple[int, str] | None = None
    for number, spelled in numbered:
        word = normalize("NFC", spelled)
        first = first or (number, word)
        if len(word) < 2:
            raise ReadError(f"{place} {number}: {word!r} is too short; a word has two letters or more")
        if any(letter.isspace() or not letter.isprintable() for letter in word):
            raise ReadError(f"{place} {number}: {word!r} is not one word")
        if len(word) != len(first[1]):
            raise ReadError(
                f"{place} {number}: {word!r} has {len(word)} letters and {first[1]!r} has {len(first[1])}; "
                "all words must be equally long"
            )
        if word in seen:
            raise ReadError(f"{place} {number}: {word!r} is there already, as number {seen[word]}")
        seen[word] = number
    if len(seen) < 2:
        raise ReadError(f"at least two words are needed, got {len(seen)}")
    occurring = {letter for word in seen for letter in word}
    return Words(tuple(seen), tuple(ascii_lowercase if occurring <= set(ascii_lowercase) else sorted(occurring)))


DEFAULT_WORDS = read_words("make,need,coal,word,love,hate,live,home,hash,star")


def check_prefix(prefix: str, words: Words) -> str:
    """The prefix in the form that the model takes; raises `ReadError` if its length or a letter does not fit."""
    normal = normalize("NFC", prefix)
    unknown = sorted(set(normal) - set(words.letters))
    if unknown or len(normal) != words.prefix_length:
        why = f"{unknown[0]!r} is none of them" if unknown else f"{prefix!r} has {len(normal)}"
        raise ReadError(f"a prefix has {words.prefix_length} of the letters {words.letters_in_words}, and {why}")
    return normal
