"""Mutated documents: each is checked, its corrections hold, and its verdicts depend on nothing but the document."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from lstm_shapes.check.batch import Job, check_one
from lstm_shapes.check.decoding import read_source
from lstm_shapes.check.discovery import kind_of
from lstm_shapes.check.fix import fixed
from lstm_shapes.check.result import Checked, Verdict
from tests.attack.attacking import Attack, BrokenLawError, smaller_texts

__all__ = ["DOCUMENTS"]

_MOST_SECONDS = 5.0  # of CPU time
_SIGNS = (
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "`",
    "#",
    "*",
    " ",
    "\n",
    "\n\n",
    "=",
    "×",
    " x ",
    "->",
    "、",
    "’",
    "\t",
    "\r\n",
)
_WORDS = (
    "batch",
    "seq_len",
    "hidden_size",
    "N",
    "L",
    "H",
    "2",
    "num_layers",
    "h_n",
    "output",
    "c_n",
    "D",
    "T",
    "20",
    "x",
)

_Document = list[str]
"""The kind and the text."""


@cache
def _documents() -> tuple[_Document, ...]:
    paths = sorted((Path(__file__).parents[1] / "claims").glob("*/documents/*"))
    kinds = [(kind_of(path.name), path) for path in paths]
    return tuple([kind, read_source(str(path)).text] for kind, path in kinds if kind is not None)


def _make(random: Random) -> _Document:
    kind, text = random.choice(_documents())
    for _ in range(random.randint(0, 4)):
        text = random.choice(_MUTATIONS)(random, text)
    return [kind, text[:60_000]]


def _other_number(random: Random, text: str) -> str:
    return re.sub(r"\b\d+\b", lambda found: random.choice((found[0],) * 6 + ("1", "2", "0", "150")), text)


def _other_word(random: Random, text: str) -> str:
    return re.sub(
        rf"\b({'|'.join(_WORDS)})\b", lambda found: random.choice((found[0],) * 8 + (random.choice(_WORDS),)), text
    )


def _other_sign(random: Random, text: str) -> str:
    places = [found.start() for found in re.finditer(re.escape(random.choice(_SIGNS)), text)]
    for place in sorted(random.sample(places, min(len(places), random.randint(1, 3))), reverse=True):
        text = text[:place] + random.choice((*_SIGNS, "")) + text[place + 1 :]
    return text


def _lines_moved(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    for _ in range(random.randint(1, 4)):
        if lines:
            line = lines.pop(random.randrange(len(lines)))
            lines[(place := random.randint(0, len(lines))) : place] = [line] * random.randint(0, 2)
    return "".join(lines)


def _cut_out(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.randint(0, 300) :]


def _joined(random: Random, text: str) -> str:
    _, other = random.choice(_documents())
    start = random.randint(0, len(other))
    return f"{text}\n{other[start : start + random.randint(1, 2_000)]}"


_MUTATIONS = (_other_number, _other_word, _other_sign, _lines_moved, _cut_out, _joined)


def _check(kind: str, text: str) -> Checked:
    result = check_one(Job(f"document.{kind}", kind, text))
    if result.bug:
        raise BrokenLawError(f"{result.bug.strip().splitlines()[-1]}: {result.bug}")
    return result.checked


def _verdicts(checked: Checked) -> list[tuple[str, Verdict]]:
    return [(claim.tensor, claim.verdict) for claim in checked.claims]


def _judge(document: _Document) -> None:
    kind, text = document
    began = time.process_time()
    before = _check(kind, text)
    seconds = time.process_time() - began
    if seconds > _MOST_SECONDS:
        raise BrokenLawError(f"in time: {seconds:.1f} s for {len(text):,} characters")
    _judge_corrections(kind, before)
    _check(*_documents()[len(text) % len(_documents())])
    if _check(kind, text) != before:
        raise BrokenLawError("whatever was checked before: the same document has other verdicts")
    if kind != "ipynb" and _verdicts(_check(kind, f"{text}\n\n\n\n")) != _verdicts(before):
        raise BrokenLawError("blank lines at the end mean nothing: other verdicts")


def _judge_corrections(kind: str, before: Checked) -> None:
    corrected = fixed(before)
    if [claim for claim in before.claims if claim.fix and claim not in corrected.claims]:
        raise BrokenLawError("what is offered is corrected: a correction was left out")
    if not corrected.claims:
        return
    after = _check(kind, corrected.text)
    wanted = [(c.tensor, Verdict.TRUE if c in corrected.claims else c.verdict) for c in before.claims]
    if _verdicts(after) != wanted:
        raise BrokenLawError(f"a correction is true and changes nothing else: {wanted} and then {_verdicts(after)}")
    if fixed(after).claims:
        raise BrokenLawError("corrected once and for all: a second --fix corrects more")


def _smaller(document: _Document) -> Iterator[_Document]:
    kind, text = document
    return ([kind, less] for less in smaller_texts(text))


DOCUMENTS = Attack(_make, _judge, _smaller)
