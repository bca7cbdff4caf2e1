"""Compare what `check` says of documents with what is known of their claims."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

__all__ = [
    "FLOORS",
    "HALVES",
    "KINDS",
    "RIGHT",
    "SETS",
    "SPLIT",
    "Elsewhere",
    "Floor",
    "Judged",
    "Measures",
    "Score",
    "called_false",
    "documents_of",
    "elsewhere",
    "judge",
    "language_of",
    "measure",
    "measure_half",
    "score",
]


@dataclass(frozen=True)
class Floor:
    """What the measures of a half must not fall below; shares in percent.

    true_though_wrong: what their number must not exceed.
    """

    precision: float
    recall: float
    confirmed: float
    true_though_wrong: int


HERE = Path(__file__).parent
SETS = (
    "rewritten",  # written after real documents
    "written_a",  # written by somebody who had not seen the code
    "written_b",  # after real ones again, by somebody who had not seen the code
    "written_c",  # and again
    "written_d",  # longer classes and docstrings
    "written_e",
    "written_f",
    "written_g",
    "written_h",  # whose wrong claims are harder to be sure of
)
"""A folder each, with `documents` and `expected.jsonl`: a claim a line, with its place, its text and the truth."""

WILD = "wild"
"""The same, after claims in real documents on which the check failed."""

RIGHT = HERE / "right" / "documents"
"""Documents in which every claim is right, written to mislead: nothing in them may be called false."""

SPLIT: dict[str, Any] = json.loads((HERE / "split.json").read_text(encoding="utf-8"))
"""To which half each set, or each document of a set, belongs: fixed once and for all."""

HALVES = ("training", "validation")

KINDS = {
    "LSTM": frozenset({"LSTM"}),
    "all": frozenset({"LSTM", "GRU", "RNN", "LSTMCell", "GRUCell", "RNNCell"}),
}
"""What is measured by itself: the kinds of layers that a claim may be about, under a name.

Claims about other layers, which only look like these, are no part of it; but none that is right may be called false.
"""

FLOORS = {
    ("training", "LSTM"): Floor(precision=100.0, recall=63.8, confirmed=82.0, true_though_wrong=0),
    ("training", "all"): Floor(precision=100.0, recall=63.1, confirmed=80.1, true_though_wrong=0),
    ("validation", "LSTM"): Floor(precision=100.0, recall=62.9, confirmed=82.9, true_though_wrong=1),
    ("validation", "all"): Floor(precision=100.0, recall=64.4, confirmed=82.8, true_though_wrong=1),
}
"""For each half and each of `KINDS`."""

_MARKUP = re.compile(r"[\s*`_\\]+")
_VERDICTS = ("false", "true", "unverified", "suppressed")
_TENSORS = frozenset({"input", "h_0", "c_0", "output", "h_n", "c_n"})

_LANGUAGES = {  # the first whose characters occur
    "Japanese": re.compile(r"[\u3040-\u30ff]"),
    "Korean": re.compile(r"[\uac00-\ud7a3]"),
    "Chinese": re.compile(r"[\u4e00-\u9fff]"),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
}
_FEW = 5

_FORMS = {  # the first whose words are in what is recorded
    "no form recorded": re.compile(r"^x$"),
    "docstring": re.compile(r"docstring"),
    "printed output": re.compile(r"output|error_message"),
    "assert": re.compile(r"assert"),
    "comment behind": re.compile(r"trailing|inline|behind|continuation|dictionary"),
    "comment below": re.compile(r"below|after"),
    "comment above": re.compile(r"above|before"),
    "table": re.compile(r"table"),
    "sentence or bullet": re.compile(r"prose|list|bullet"),
    "comment": re.compile(r"comment|named"),
}

_REASONS = {  # what makes two reasons out of one: numbers and names
    re.compile(r"\d+(, \d+)*"): "…",
    re.compile(r"^\S+( is (?:passed|set|not) )"): r"…\1",
    re.compile(r"^what .+ stands for"): "what … stands for",
    re.compile(r"^.+, but it may be about", re.DOTALL): "it may be about",
    re.compile(r"^(squeeze|append|extend)\(?\)? "): "a method ",
}


@dataclass(frozen=True)
class Score:
    """How many of the claims about `nn.LSTM` that a document decides were judged as they are.

    alarms: right claims, about whatever layer and decidable or not, that were called false.
    """

    wrong: int
    caught: int
    right: int
    confirmed: int
    alarms: Sequence[str]

    def __str__(self) -> str:
        return (
            f"recall {self.caught}/{self.wrong} = {self.recall:.1f}% · false alarms {len(self.alarms)} · "
            f"confirmed {self.confirmed}/{self.right} = {self.share_confirmed:.1f}%"
        )

    @property
    def recall(self) -> float:
        """Wrong claims that are called false, in percent."""
        return _percent(self.caught, self.wrong)

    @property
    def share_confirmed(self) -> float:
        """Right claims that are called true, in percent."""
        return _percent(self.confirmed, self.right)


@dataclass(frozen=True, slots=True)
class Judged:
    """A recorded claim, and what the check says of it."""

    origin: str
    """The set."""

    half: str
    document: str
    line: int
    tensor: str
    claimed: str
    cell: str
    language: str
    form: str
    is_wrong: bool

    is_decidable: bool
    """Whether the document itself decides it (the levels a to c)."""

    verdict: str
    """Empty if no claim was found there."""

    referent: str
    """`right` if the check names the recorded tensor, `other` if another one or none, `open` if that cannot be told."""

    reason: str

    def __str__(self) -> str:
        truth = "wrong" if self.is_wrong else "right"
        verdict = self.verdict or "not found"
        return f"{self.origin}/{self.document}:{self.line} {self.tensor} {self.claimed} ({truth}): {verdict}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A false verdict that belongs to no recorded claim of the measured kinds."""

    origin: str
    half: str
    document: str
    line: int
    claimed: str

    is_alarm: bool
    """Whether it is known to be wrong: everything in the document is right, or the claim is recorded as right."""

    def __str__(self) -> str:
        return f"{self.origin}/{self.document}:{self.line} {self.claimed}"


@dataclass(frozen=True, slots=True)
class Measures:
    """How well claims were found, understood and judged."""

    claims: int
    found: int

    referents_right: int
    referents_told: int
    """Claims of which the result tells whether the tensor is the recorded one."""

    false_rightly: int
    false: int
    """False verdicts at recorded claims, and at other places that are known to be right."""

    elsewhere: int
    """False verdicts at places of which nothing is known; in no other figure."""

    wrong: int
    caught: int
    right: int
    confirmed: int
    true_though_wrong: int
    reasons: Counter[str]

    @property
    def precision(self) -> float:
        """False verdicts that are right, in percent."""
        return _percent(self.false_rightly, self.false)

    @property
    def recall(self) -> float:
        """Wrong claims that are called false, in percent."""
        return _percent(self.caught, self.wrong)

    @property
    def share_confirmed(self) -> float:
        """Right claims that are called true, in percent."""
        return _percent(self.confirmed, self.right)

    def reaches(self, floor: Floor) -> bool:
        """Whether nothing has become worse."""
        return (
            self.precision >= floor.precision
            and self.recall >= floor.recall
            and self.share_confirmed >= floor.confirmed
            and self.true_though_wrong <= floor.true_though_wrong
        )


def _percent(part: int, whole: int) -> float:
    """A share; of nothing it is whole."""
    return 100 * part / whole if whole else 100.0


def score(name: str) -> Score:
    """Check the documents of a set, as a user does, and compare."""
    judged = judge(name)
    lstm = measure([claim for claim in judged if claim.cell == "LSTM"])
    alarms = [claim for claim in judged if not claim.is_wrong and claim.verdict == "false"]
    places = tuple(f"{claim.document}:{claim.line} {claim.claimed}" for claim in alarms)
    return Score(lstm.wrong, lstm.caught, lstm.right, lstm.confirmed, places)


def measure_half(half: str, kind: str) -> Measures:
    """Measure a half as a whole, for one of `KINDS`."""
    judged = [claim for claim in chain.from_iterable(map(judge, (*SETS, WILD))) if claim.half == half]
    return measure(
        [claim for claim in judged if claim.cell in KINDS[kind]],
        [called for called in elsewhere() if called.half == half] if kind == "all" else (),
    )


def measure(judged: Iterable[Judged], others: Iterable[Elsewhere] = ()) -> Measures:
    """Count."""
    claims, others = list(judged), list(others)
    found = [claim for claim in claims if claim.verdict]
    false = [claim for claim in claims if claim.verdict == "false"]
    decidable = [claim for claim in claims if claim.is_decidable]
    wrong = [claim for claim in decidable if claim.is_wrong]
    right = [claim for claim in decidable if not claim.is_wrong]
    return Measures(
        claims=len(claims),
        found=len(found),
        referents_right=sum(claim.referent == "right" for claim in found),
        referents_told=sum(claim.referent != "open" for claim in found),
        false_rightly=sum(claim.is_wrong for claim in false),
        false=len(false) + sum(other.is_alarm for other in others),
        elsewhere=sum(not other.is_alarm for other in others),
        wrong=len(wrong),
        caught=sum(claim.verdict == "false" for claim in wrong),
        right=len(right),
        confirmed=sum(claim.verdict == "true" for claim in right),
        true_though_wrong=sum(claim.is_wrong and claim.verdict == "true" for claim in claims),
        reasons=Counter(_kind_of_reason(claim.reason) for claim in claims if claim.verdict == "unverified"),
    )


@cache
def judge(name: str) -> tuple[Judged, ...]:
    """What the check says of each recorded claim of a set, those apart that even a reader cannot decide."""
    found = _found(HERE / name / "documents")
    recorded = _recorded(name)
    languages = {path.name: language_of(path) for path in documents_of(name)}
    halves = SPLIT["documents"].get(name, {})
    alone = Counter((claim["doc"], claim["line"]) for claim in recorded)
    judged = []
    for claim in recorded:
        if claim["verdict"] == "ambiguous":
            continue
        place = claim["doc"], claim["line"]
        hits = _hits(claim, found.get(place, []), alone[place] == 1)
        told = {hit["verdict"]: hit for hit in reversed(hits)}
        verdict = next((verdict for verdict in _VERDICTS if verdict in told), "")
        judged.append(
            Judged(
                origin=name,
                half=halves[claim["doc"]] if halves else SPLIT["sets"][name],
                document=claim["doc"],
                line=claim["line"],
                tensor=claim["tensor"],
                claimed=claim["claimed"],
                cell=claim["cell"],
                language=languages[claim["doc"]],
                form=next((form for form, words in _FORMS.items() if words.search(claim["form"])), "another"),
                is_wrong=claim["verdict"] == "wrong",
                is_decidable=claim["level"] != "d",
                verdict=verdict,
                referent=_referent(claim["tensor"], {hit["tensor"] for hit in hits}),
                reason=told[verdict]["reason"] if verdict else "",
            )
        )
    return tuple(judged)


@cache
def elsewhere() -> tuple[Elsewhere, ...]:
    """The false verdicts that belong to no recorded claim of the measured kinds, in all sets."""
    called = []
    for name in (*SETS, WILD):
        recorded = _recorded(name)
        halves = SPLIT["documents"].get(name, {})
        alone = Counter((claim["doc"], claim["line"]) for claim in recorded)
        found = _found(HERE / name / "documents")
        known: dict[int, Any] = {}
        for claim in recorded:
            place = claim["doc"], claim["line"]
            known |= {id(hit): claim for hit in _hits(claim, found.get(place, []), alone[place] == 1)}
        for claim in _false(found):
            record = known.get(id(claim))
            if record is None or record["cell"] not in KINDS["all"]:
                half = halves[claim["path"]] if halves else SPLIT["sets"][name]
                is_alarm = record is not None and record["verdict"] == "right"
                called.append(Elsewhere(name, half, claim["path"], claim["line"], claim["claimed"], is_alarm))
    half = SPLIT["sets"]["right"]
    called += [Elsewhere("right", half, claim["path"], claim["line"], claim["claimed"], True) for claim in _in_right()]
    return tuple(called)


def called_false() -> list[str]:
    """What the command calls false in the documents that are right."""
    return [f"{claim['path']}:{claim['line']} {claim['claimed']}" for claim in _in_right()]


def documents_of(name: str) -> list[Path]:
    """The documents of a set."""
    return sorted((HERE / name / "documents").iterdir())


def language_of(document: Path) -> str:
    """The language of a document as far as its script tells: all that is written in Latin letters is one."""
    text = document.read_text(encoding="utf-8")
    if document.suffix == ".ipynb":
        text = json.dumps(json.loads(text), ensure_ascii=False)  # without escapes
    return next((name for name, letters in _LANGUAGES.items() if len(letters.findall(text)) >= _FEW), "Latin")


def _recorded(name: str) -> list[Any]:
    return [json.loads(line) for line in (HERE / name / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def _found(documents: Path) -> dict[tuple[str, int], list[Any]]:
    """What the command finds, by document and line."""
    command = [sys.executable, "-m", "lstm_shapes", "check", "--format", "json", "."]
    run = subprocess.run(command, cwd=documents, capture_output=True, text=True, encoding="utf-8", check=False)
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for claim in json.loads(run.stdout)["claims"]:
        for line in range(claim["line"], claim["end_line"] + 1):
            found[claim["path"], line].append(claim)
    return dict(found)


def _in_right() -> list[Any]:
    return _false(_found(RIGHT))


def _false(found: dict[tuple[str, int], list[Any]]) -> list[Any]:
    """The claims that are called false, each once although it may be on several lines."""
    claims = {id(claim): claim for on_line in found.values() for claim in on_line}
    return [claim for claim in claims.values() if claim["verdict"] == "false"]


def _hits(claim: Any, on_line: Sequence[Any], is_alone: bool) -> list[Any]:
    """What was found of this claim: whatever has the same text, or stands alone on the line."""
    hits = [other for other in on_line if _same(other["claimed"], claim["claimed"])]
    if len(hits) > 1:
        hits = [other for other in hits if other["tensor"] == claim["tensor"]] or hits
    return hits or (list(on_line) if is_alone else [])


def _same(one: str, other: str) -> bool:
    one, other = _MARKUP.sub("", one), _MARKUP.sub("", other)
    return bool(one and other) and (one in other or other in one)


def _referent(tensor: str, named: set[str]) -> str:
    """Whether one of the named tensors is the recorded one; the name of a variable may stand for whatever it holds."""
    if tensor in named:
        return "right"
    if named <= {"?", ""}:
        return "other"
    return "other" if tensor in _TENSORS and named <= _TENSORS | {"?"} else "open"


def _kind_of_reason(reason: str) -> str:
    for pattern, replacement in _REASONS.items():
        reason = pattern.sub(replacement, reason)
    return reason or "no reason"
