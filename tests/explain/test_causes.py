"""The causes: every demonstration does what its page says, and every page and command can be had."""

from __future__ import annotations

import contextlib
import io
import json
import linecache
import shlex
import warnings

import pytest

from lstm_shapes.cli import run
from lstm_shapes.explain.causes.cause import Cause
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.setting import NOTHING_KNOWN, Setting
from lstm_shapes.spec import SPECS, LSTMSpec
from tests.explain.provoking import provoke
from tests.explain.test_kinds import every_error
from tests.processor import skip_if_of_processor

RAISING = [
    "state-beside-steps",
    "state-changed-in-place",
    "mask-without-features",
    "missing-row-of-state",
    "length-for-last-step",
    "channels-on-last-axis",
    "not-packed",
    "not-a-tensor",
    "layer-attribute",
    "matrix-for-bias",
    "batch-first-states",
    "missing-directions",
    "wrong-num-layers",
    "output-for-state",
    "stale-batch-size",
    "swapped-batch-and-sequence",
    "projected-cell-state",
    "wrong-hidden-size",
    "wrong-input-size",
    "wrong-input-rank",
    "encoder-state-width",
    "swapped-features-and-sequence",
    "squeezed-axis",
    "batch-size-in-view",
    "packed-fields",
    "cudnn-double-backward",
    "scattered-weights",
    "plain-tensor-weight",
    "torchscript-state",
    "autocast-dtype",
    "wrong-state-rank",
    "state-not-a-tuple",
    "state-is-a-tuple",
    "lstm-and-gru-exchanged",
    "output-is-a-tuple",
    "cell-state-of-gru",
    "packed-sequence-attribute",
    "padded-with-lengths",
    "checkpoint-of-another-lstm",
    "packed-lengths-order",
    "packed-lengths-device",
    "packed-lengths-range",
    "dtype-mismatch",
    "device-mismatch",
    "non-contiguous-state",
    "view-after-transpose",
    "linear-width",
    "variable-state",
    "state-not-detached",
    "cudnn-eval-mode",
    "pickled-module",
    "embedding-input",
    "unpadded-sequences",
    "unbatched-output",
    "all-layers-for-the-last",
    "total-length",
    "target-shape",
    "missing-state-argument",
    "split-state",
    "unsupported-transform",
    "onnx-batch-size",
    "not-a-shape",
    "invalid-proj-size",
    "invalid-dropout",
    "dropout-without-layers",
    "invalid-sizes",
    "unknown-argument",
    "invalid-flags",
    "invalid-nonlinearity",
    "empty-sequence",
]
SILENT = [
    "backward-half-of-last-step",
    "only-backward-state",
    "state-axis-order",
    "mixed-samples-view",
    "unsqueezed-batch",
    "padded-last-step",
    "gru-layers-as-states",
    "coincident-sizes",
    "batch-first-forgotten",
    "last-sample-not-step",
    "viewed-input",
    "carried-state",
    "detached-every-step",
    "unrestored-order",
    "padding-in-attention",
    "wrong-softmax-axis",
    "coinciding-loss-axes",
    "broadcast-target",
    "first-states-to-decoder",
]


def test_the_ids_are_those_that_others_rely_on() -> None:
    assert sorted(cause.id for cause in CAUSES.values() if not cause.silent) == sorted(RAISING)
    assert sorted(cause.id for cause in CAUSES.values() if cause.silent) == sorted(SILENT)
    assert [(name, cause.id) for name, cause in CAUSES.items() if name != cause.id] == []


def _outcome(*code: str) -> str:
    """What a person sees: warnings, printed lines, and the last line of a traceback."""
    printed, text = io.StringIO(), "\n".join(code)
    linecache.cache["page.py"] = (len(text), None, text.splitlines(keepends=True), "page.py")  # TorchScript reads it
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(text, "page.py", "exec"), {"__name__": "__main__"})
        except Exception as error:
            skip_if_of_processor(error)
            printed.write(f"{type(error).__name__}: {error}")
    told = [f"{warning.category.__name__}: {warning.message}" for warning in caught]
    return "\n".join(
        [line for line in told if "oneDNN" not in line and "torch.jit" not in line] + [printed.getvalue().strip()]
    ).strip()


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_wrong_program_does_what_its_page_says(cause: Cause) -> None:
    outcome, (told, *more) = _outcome(cause.given, cause.wrong), cause.happens.split("...")
    assert outcome.startswith(told.strip()) if more else outcome == told


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_right_program_runs_and_prints_what_its_page_says(cause: Cause) -> None:
    assert _outcome(cause.given, cause.right) == cause.prints


@pytest.mark.parametrize("cause", [cause for cause in CAUSES.values() if not cause.silent], ids=lambda cause: cause.id)
def test_what_a_demonstration_raises_is_explained_by_its_cause(cause: Cause) -> None:
    code = f"{cause.given}\n{cause.wrong}"
    provoked = provoke(code)
    assert provoked is not None
    skip_if_of_processor(provoked.message)
    (diagnosis,) = diagnose([provoked.full])
    assert cause.id in [suspect.cause for suspect in diagnosis.finding.suspects]


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_page_of_a_cause_shows_all_of_it(cause: Cause, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", cause.id]) == 0
    page = capsys.readouterr().out
    blocks = [cause.given, cause.wrong, cause.happens, cause.right, cause.prints]
    assert cause.title in page
    assert [block for block in blocks if "".join(block.split()) not in "".join(page.split())] == []


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_markdown_of_a_cause_has_its_programs_in_fences(cause: Cause, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", cause.id, "--format", "markdown"]) == 0
    page = capsys.readouterr().out
    programs = [cause.given, cause.wrong, cause.right]
    assert page.startswith("#")
    assert [program for program in programs if f"\n{program}\n```" not in page] == []


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_the_json_of_a_cause_holds_what_the_table_holds(cause: Cause, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", cause.id, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema_version"] == 1
    (told,) = document["causes"]
    wanted = ("id", "title", "silent", "given", "wrong", "happens", "right", "prints")
    assert {name: told[name] for name in wanted} == {name: getattr(cause, name) for name in wanted}
    assert "".join(told["explanation"].split()) == "".join(cause.explanation.replace("`", "").split())


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_the_list_names_every_cause_the_silent_ones_apart(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list", "--format", format]) == 0
    said, silent = capsys.readouterr().out.split("Silent: ")
    assert [name for name in RAISING if name not in said] == []
    assert [name for name in SILENT if name not in silent] == []


def test_the_list_as_json_is_in_the_order_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "--list", "--format", "json"]) == 0
    assert [cause["id"] for cause in json.loads(capsys.readouterr().out)["causes"]] == list(CAUSES)


@pytest.mark.parametrize("name", ["Batch-First-States", " batch-first-states "])
def test_the_name_of_a_cause_is_read_generously(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name]) == 0
    assert "batch-first-states" in capsys.readouterr().out


# What the user may say besides: nothing, or the LSTM and its input, whether they fit the message or not.
SETTINGS = {
    "nothing": NOTHING_KNOWN,
    **{f"of kind {name}": Setting(spec(10, 20)) for name, spec in SPECS.items()},
    "a cell and its step": Setting(SPECS["GRUCell"](10, 20), (7, 10)),
    "a cell and a sequence": Setting(SPECS["LSTMCell"](10, 20), (5, 7, 10)),
    "a GRU and its input": Setting(SPECS["GRU"](10, 20, batch_first=True), (5, 7, 10)),
    "an LSTM": Setting(LSTMSpec(10, 20, num_layers=2, bidirectional=True)),
    "a projection and its input": Setting(LSTMSpec(10, 20, proj_size=6, batch_first=True), (5, 7, 10)),
    "an input of another width": Setting(LSTMSpec(10, 20), (5, 7, 9)),
    "an image": Setting(LSTMSpec(10, 20), (5, 7, 2, 5)),
    "an empty input": Setting(LSTMSpec(10, 20), (0, 5, 10)),
    "an input alone": Setting(None, (5, 7, 10)),
}


def test_every_command_of_a_diagnosis_runs(capsys: pytest.CaptureFixture[str]) -> None:
    diagnoses = [diagnose([text], [setting]) for setting in SETTINGS.values() for text in every_error()]
    commands = {diagnosis.command for found in diagnoses for diagnosis in found}
    for command in sorted(commands):
        program, *arguments = shlex.split(command)
        assert program == "lstm-shapes"
        code = run([*arguments, "--no-run"])
        assert (command, code, capsys.readouterr().err) == (command, 0, "")
