"""Every mistake with every kind, run with PyTorch: its cause is found, and the repair is one for this kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pytest

from lstm_shapes.explain.causes import around, handing_on, of_training
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.finding import Diagnosis
from lstm_shapes.explain.setting import Setting
from lstm_shapes.kinds import KINDS, LSTM, Kind
from lstm_shapes.spec import SPECS
from tests.explain.kinds import MISTAKES, Mistake, exchanged
from tests.explain.messages import FILLED
from tests.explain.provoking import Provoked, provoke
from tests.explain.test_provoked import CASES, SETUP

USUAL = re.compile(r"\b(?:lstm|gru|rnn|cell)\b")  # a message alone tells no names, and its repair has one of these
CHOSEN = "part"  # a name that tells nothing
EXCHANGE = "lstm-and-gru-exchanged"
CHECKPOINT = "checkpoint-of-another-lstm"


@dataclass(frozen=True, slots=True)
class Run:
    """A mistake made with one kind, whose instance has this name."""

    mistake: Mistake
    kind: Kind
    name: str

    def program(self, *lines: str) -> str:
        given = self.mistake.lines(self.kind, self.name)
        return "\n".join((SETUP, given, *(self.mistake.code(line, self.kind, self.name) for line in lines)))

    def provoked(self) -> Provoked:
        return _provoked(self.program(self.mistake.wrong))

    def repaired(self, fix: str) -> Provoked | None:
        then = self.mistake.wrong if self.mistake.then is None else self.mistake.then
        if self.mistake.then is None and "CODE(" in then:  # the repair has built it; it must work
            then = (
                "x = torch.randn(5, 10)\nCALL" if self.kind.is_cell else "x = torch.randn(7, 5, NAME.input_size)\nCALL"
            )
        return provoke(self.program(fix, then))


@cache
def _provoked(program: str) -> Provoked:
    provoked = provoke(program)
    assert provoked is not None
    return provoked


def _runs(name_of: str | None = None) -> dict[str, Run]:
    return {
        f"{kind.name}: {name}": Run(mistake, kind, name_of or kind.variable)
        for name, mistake in MISTAKES.items()
        for kind in mistake.kinds
        if name_of is None or mistake.unnamed
    }


RUNS, UNNAMED = _runs(), _runs(CHOSEN)
ALONE = {name: run for name, run in RUNS.items() if run.mistake.alone is None or run.kind in run.mistake.alone}


@cache
def every_error() -> tuple[str, ...]:
    """The tracebacks of all mistakes, with every kind, and of all other cases."""
    cases = (provoke("\n".join((SETUP, case.given, case.wrong))) for case in CASES.values())
    return tuple(error.full for error in (*cases, *(run.provoked() for run in RUNS.values())) if error is not None)


def _only(text: str, setting: Setting | None = None) -> Diagnosis:
    (diagnosis,) = diagnose([text], [] if setting is None else [setting])
    return diagnosis


def _built(fix: str) -> set[str]:
    """The kinds that a repair builds."""
    return set(re.findall(rf"\bnn\.({'|'.join(KINDS)})\(", fix))


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_the_cause_is_found_and_the_repair_passes_the_line_that_failed(run: Run) -> None:
    suspect = _only(run.provoked().full).finding.suspects[run.mistake.place]
    assert suspect.cause == run.mistake.cause
    assert run.repaired(suspect.fix) is None


@pytest.mark.parametrize("run", UNNAMED.values(), ids=UNNAMED)
def test_the_same_holds_where_no_name_tells_the_kind(run: Run) -> None:
    suspects = {suspect.cause: suspect for suspect in _only(run.provoked().full).finding.suspects}
    assert run.mistake.cause in suspects
    assert run.repaired(suspects[run.mistake.cause].fix) is None


@pytest.mark.parametrize("run", ALONE.values(), ids=ALONE)
def test_the_same_holds_of_a_message_alone(run: Run) -> None:
    suspects = {suspect.cause: suspect for suspect in _only(run.provoked().message).finding.suspects}
    assert run.mistake.cause in suspects
    fix = suspects[run.mistake.cause].fix
    names = USUAL.findall(fix)
    assert replace(run, name=names[0] if names else run.name).repaired(fix) is None


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_repair_builds_the_kind_at_hand(run: Run) -> None:
    for suspect in _only(run.provoked().full).finding.suspects:
        of_other = suspect.cause == EXCHANGE or (suspect.cause == CHECKPOINT and "OTHER" in run.mistake.given)
        right = exchanged(run.kind) if of_other else run.kind
        if "Cell(10, 20).state" in run.mistake.given:
            right = KINDS[f"{run.kind.name}Cell"]
        assert _built(suspect.fix) <= {right.name}
        assert run.kind.has_cell_state or of_other or "tuple(" not in suspect.fix or "tuple(s for" in run.mistake.wrong


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_only_causes_about_the_kind_are_suspected(run: Run) -> None:
    provoked = run.provoked()
    of_kind = Setting(SPECS[run.kind.name](10, 20))
    for diagnosis in (_only(provoked.full), _only(provoked.full, of_kind)):
        assert [one.cause for one in diagnosis.finding.suspects if run.kind.name not in CAUSES[one.cause].kinds] == []


# What is said of the sizes of a batch, a device or the order of memory has no kind.
OF_NO_KIND = {"packed-lengths-order", "packed-lengths-device", "packed-lengths-range", "non-contiguous-state"}
OF_NO_KIND |= {cause.id for cause in (*around.CAUSES, *handing_on.CAUSES, *of_training.CAUSES)}


def test_every_cause_is_provoked_with_every_kind_that_it_is_about() -> None:
    provoked = {(mistake.cause, kind.name) for mistake in MISTAKES.values() for kind in mistake.kinds}
    provoked |= {(case.cause, LSTM.name) for case in CASES.values()}
    about = {(cause.id, kind) for cause in CAUSES.values() for kind in cause.kinds}
    left_out = OF_NO_KIND | {cause.id for cause in CAUSES.values() if cause.silent}
    assert {pair for pair in about - provoked if pair[0] not in left_out} == set()
    assert provoked - about == set()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_message_names_a_cause_that_is_not_about_the_kind_described(kind: Kind) -> None:
    setting = Setting(SPECS[kind.name](10, 20))
    for text in (*every_error(), *(f"{kind.variable} {message}" for message in FILLED.values())):
        for diagnosis in diagnose([text], [setting]):
            suspected = [CAUSES[suspect.cause] for suspect in diagnosis.finding.suspects]
            contradicted = diagnosis.finding.contradicts is not None
            assert [cause.id for cause in suspected if kind.name not in cause.kinds and not contradicted] == []
