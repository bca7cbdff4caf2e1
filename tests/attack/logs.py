"""Mutated logs and tracebacks: each is explained, in time, and wherever standard input is cut."""

from __future__ import annotations

import re
import time
from functools import cache
from random import Random

from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.formats import diagnoses_to_json
from lstm_shapes.explain.sections import page_of_diagnosis
from lstm_shapes.formats import FORMATS, render_pages
from tests.attack.attacking import Attack, BrokenLawError, smaller_texts
from tests.explain.messages import FILLED
from tests.explain.test_kinds import every_error

__all__ = ["LOGS"]

_MOST_SECONDS = 1.0  # of CPU time, for a text of some kilobytes
_NUMBERS = ("0", "1", "-1", "3", "20", "99999999999999999999", "", "(")
_SIGNS = ("(", ")", "[", "]", ",", ".", ":", "'", '"', "_", " ", "\n", "=", "*", "&#39;", "\x1b[31m", "\0", "é", "😀")
_NAMES = ("self.lstm", "lstm", "hidden", "h", "x", "x[0]", "lambda: 0", "f(", "*a", "self.a.b[0]", "(h, c)", "None")


@cache
def _texts() -> tuple[str, ...]:
    return (*every_error(), *(f"lstm {message}\n" for message in FILLED.values()))


def _make(random: Random) -> str:
    text = random.choice(_texts())
    for _ in range(random.randint(0, 4)):
        text = random.choice(_MUTATIONS)(random, text)
    return text[:20_000]


def _other_number(random: Random, text: str) -> str:
    return re.sub(r"\d+", lambda found: random.choice((found[0], found[0], *_NUMBERS)), text)


def _other_shape(random: Random, text: str) -> str:
    sizes = ", ".join(random.choice(_NUMBERS[:-2]) for _ in range(random.randint(0, 5)))
    return re.sub(r"[\[(][\d, ]+[\])]", lambda found: random.choice((found[0], f"({sizes})", f"[{sizes}]")), text)


def _cut_out(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.randint(0, 200) :]


def _other_sign(random: Random, text: str) -> str:
    return text.replace(random.choice(_SIGNS[:11]), random.choice(_SIGNS), random.randint(1, 9))


def _other_name(random: Random, text: str) -> str:
    return text.replace(random.choice(_NAMES[:5]), random.choice(_NAMES))


def _shuffled(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    random.shuffle(lines)
    return "".join(lines)


def _joined(random: Random, text: str) -> str:
    return random.choice(_texts())[-random.randint(1, 3_000) :] + text


def _on_one_line(random: Random, text: str) -> str:
    return text.replace("\n", random.choice((" ", "\\n", "")))


def _again(random: Random, text: str) -> str:
    start = random.randint(0, len(text))
    return text[:start] + text[start : start + random.randint(1, 60)] * random.randint(2, 90) + text[start:]


_MUTATIONS = (
    *(_other_number, _other_shape, _cut_out, _other_sign, _other_name),
    *(_shuffled, _joined, _on_one_line, _again),
)


def _judge(text: str) -> None:
    began = time.process_time()
    diagnoses = diagnose([text])
    seconds = time.process_time() - began
    if seconds > _MOST_SECONDS:
        raise BrokenLawError(f"in time: {seconds:.1f} s for {len(text):,} characters")
    for size in (1, 7, 100):
        if diagnose(text[start : start + size] for start in range(0, len(text), size)) != diagnoses:
            raise BrokenLawError(f"wherever it is cut: pieces of {size}")
    for diagnosis in diagnoses:
        if not diagnosis.finding.suspects:
            raise BrokenLawError(f"a cause for each error: {diagnosis.message}")
    diagnoses_to_json(diagnoses)
    pages = [page_of_diagnosis(diagnosis) for diagnosis in diagnoses]
    for format in FORMATS:
        render_pages(pages, format)


LOGS = Attack(_make, _judge, smaller_texts)
