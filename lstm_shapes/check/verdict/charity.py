"""What a document's own use of words and numbers shows: a writer who is wrong everywhere means something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lstm_shapes.check.language.axes import Name, names_in
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.result import Verdict
from lstm_shapes.check.verdict.comparison import Outcome
from lstm_shapes.check.verdict.decide import Decision
from lstm_shapes.check.verdict.wording import right_order
from lstm_shapes.lexicon import symbol_of

__all__ = ["with_charity"]

_OF_INPUT = {"L", "N", "max(lengths)", "sum(lengths)"}
_OFTEN = 2  # times that a word contradicts, so that it is the writer's own
_OWN_WORD = "the document uses the word for something else"
_TWO_SIZES = "the letter stands for another size above"
_OTHERWISE = "the same text also gives the right shape, with another number of axes"
_OTHER_RUN = "its numbers are those of another run"


def with_charity(program: Program, decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, without those that call false what the document says consistently.

    A word that contradicts wherever it stands, and is never borne out, is the writer's own name for something else. In
    a function, numbers that contradict more often than they agree are those of another call than the one that is seen.
    """
    contradicting = [frozenset(_contradicting(decision)) for decision in decisions]
    words = _own_words(decisions, contradicting)
    numbers: Counter[tuple[object, bool]] = Counter()
    for decision in decisions:
        if _is_of_input(decision):
            numbers[_scope(program, decision), decision.claim.verdict is Verdict.TRUE] += 1
    kept = []
    borne_out = {
        _subject(decision): len(decision.candidate.shape.axes)
        for decision in decisions
        if decision.claim.verdict is Verdict.TRUE
    }
    meant: dict[tuple[object, str], object] = {}
    for decision, against in zip(decisions, contradicting):
        scope = _scope(program, decision)
        if decision.claim.verdict is Verdict.TRUE:
            letters = {(scope, letter): size for letter, size in _letters_of_features(decision)}
            clash = any(meant.setdefault(letter, size) != size for letter, size in letters.items())
            kept.append(_unverified(decision, _TWO_SIZES) if clash else decision)
        elif decision.claim.verdict is not Verdict.FALSE:
            kept.append(decision)
        elif borne_out.get(_subject(decision), count := len(decision.candidate.shape.axes)) != count:
            kept.append(_unverified(decision, _OTHERWISE))
        elif words & against:
            kept.append(_unverified(decision, _OWN_WORD))
        elif scope is None or decision.claim.rule == "LS003":  # numbers in another order are those of this run
            kept.append(decision)
        elif _is_of_input(decision) and numbers[scope, True] < numbers[scope, False]:
            kept.append(_unverified(decision, _OTHER_RUN))
        else:
            kept.append(decision)
    return kept


def _own_words(decisions: Sequence[Decision], contradicting: Sequence[frozenset[str]]) -> set[str]:
    against = Counter(word for words in contradicting for word in words)
    borne_out = {word for decision in decisions for word in _words(decision, Outcome.EQUAL)}
    return {
        word for word, count in against.items() if count >= _OFTEN and word not in borne_out and not _is_plain(word)
    }


def _is_plain(word: str) -> bool:
    """Whether everybody uses a word for the same."""
    return len(word) > 1 and symbol_of(word) is not None


def _contradicting(decision: Decision) -> Iterator[str]:
    """The words of the axes that contradict, unless the axes only stand in another order."""
    reading = decision.reading
    if reading is None or right_order(decision.candidate.shape, reading) is not None:
        return iter(())
    return _words(decision, Outcome.DIFFERENT)


def _words(decision: Decision, outcome: Outcome) -> Iterator[str]:
    reading, axes = decision.reading, decision.candidate.shape.axes
    if reading is not None and len(reading.outcomes) == len(axes):
        for axis, found in zip(axes, reading.outcomes):
            if found is outcome:
                yield from (name for way in axis.ways for name in names_in(way))


def _letters_of_features(decision: Decision) -> Iterator[tuple[str, object]]:
    """The single letters that stand for a number of features, each with the size that it is borne out by."""
    reading, axes = decision.reading, decision.candidate.shape.axes
    if reading is None or len(reading.outcomes) != len(axes):
        return
    for axis, extent, roles in zip(axes, reading.tensor.extents, reading.roles):
        features = {symbol for role in roles for symbol in role.axis.symbols} - _OF_INPUT
        for way in axis.ways:
            if isinstance(way, Name) and len(way.text) == 1 and features and extent.size.is_simple:
                yield way.text, extent.size


def _is_of_input(decision: Decision) -> bool:
    """Whether a number for time or batch, or for an axis that no layer gives its size, agrees or contradicts."""
    reading, axes = decision.reading, decision.candidate.shape.axes
    if reading is None or len(reading.outcomes) != len(axes):
        return False
    return any(
        axis.is_number
        and axis.text.strip() != "1"
        and outcome is (Outcome.EQUAL if decision.claim.verdict is Verdict.TRUE else Outcome.DIFFERENT)
        and {symbol for role in roles for symbol in role.axis.symbols} <= _OF_INPUT
        for axis, outcome, roles in zip(axes, reading.outcomes, reading.roles)
    )


def _subject(decision: Decision) -> tuple[int, str]:
    """What a claim is said of, and the text that says it."""
    return id(decision.candidate.passage), decision.candidate.label


def _scope(program: Program, decision: Decision) -> object:
    """The function or class that a claim stands in; None outside of all, and for prose."""
    return program.scope_at(decision.candidate.line) if decision.candidate.line else None


def _unverified(decision: Decision, reason: str) -> Decision:
    claim = replace(
        decision.claim, verdict=Verdict.UNVERIFIED, reason=reason, rule=None, message="", expected=None, fix=()
    )
    return replace(decision, claim=claim)
