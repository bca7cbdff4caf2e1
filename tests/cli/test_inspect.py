"""`lstm-shapes inspect` as a user drives it, its output in a pipe."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Command, plain_environment


def test_the_default_view_shows_every_shape_predicted_and_observed(command: Command) -> None:
    run = command("inspect", "--layers", "2", "--bidirectional")
    assert (run.returncode, run.stderr) == (0, "")
    assert "  h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓\n" in run.stdout
    for title in ("Symbols", "Shapes", "States", "Proofs", "Notes"):
        assert f"\n{title}\n" in run.stdout
    assert "Cost" not in run.stdout


def test_json_says_what_the_table_says(command: Command) -> None:
    run = command("inspect", "nn.LSTM(10, 20, 2, bidirectional=True)", "--format", "json")
    found = json.loads(run.stdout)
    assert found["module"]["code"] == "nn.LSTM(10, 20, num_layers=2, bidirectional=True)"
    assert all(row["matches"] for row in found["tensors"] + found["parameters"])
    assert all(proof["holds"] for proof in found["proofs"])


@pytest.mark.parametrize(
    ("format", "beginning"),
    [("markdown", "### `nn.LSTM(10, 20)`\n"), ("latex", r"\paragraph{\texttt{nn.LSTM(10, 20)}}")],
)
def test_a_format_to_embed_is_printed_as_it_is(command: Command, format: str, beginning: str) -> None:
    assert command("inspect", "--no-run", "--format", format).stdout.startswith(beginning)


GET = {
    "hn": "4,3,20",
    "h_0": "4,3,20",
    "output": "5,3,40",
    "weight_ih_l1_reverse": "80,40",
}


@pytest.mark.parametrize(("name", "shape"), GET.items(), ids=GET)
def test_get_prints_one_shape_alone(command: Command, name: str, shape: str) -> None:
    run = command("inspect", "--layers", "2", "--bidirectional", "--no-run", "--get", name)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{shape}\n", "")


INPUT_SHAPES: dict[str, tuple[list[str], str]] = {
    "three numbers": (["--input-shape", "7,4,12"], "7,4,12"),
    "as torch prints it": (["--input-shape", "torch.Size([7, 4, 12])"], "7,4,12"),
    "two numbers": (["--input-shape", "7x12"], "7,12"),
    "batch first": (["--input-shape", "7,4,12", "--batch-first"], "7,4,12"),
    "beside what agrees": (["--input-shape", "7,4,12", "--seq-len", "7", "--input-size", "12"], "7,4,12"),
    "with lengths": (["--input-shape", "7,2,12", "--lengths", "[7, 3]"], "7,2,12"),
}


@pytest.mark.parametrize(("flags", "shape"), INPUT_SHAPES.values(), ids=INPUT_SHAPES)
def test_an_input_shape_sets_all_sizes_at_once(command: Command, flags: list[str], shape: str) -> None:
    assert command("inspect", "--no-run", "--get", "input", *flags).stdout == f"{shape}\n"


def test_an_input_shape_is_read_in_the_order_of_batch_first(command: Command) -> None:
    run = command("inspect", "--no-run", "--input-shape", "7,4,12", "--batch-first", "--get", "h_n")
    assert run.stdout == "1,7,20\n"


def test_the_code_section_alone_is_a_program_that_runs(command: Command, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(command("inspect", "--layers", "2", "--no-run", "--show", "code").stdout)
    subprocess.run([sys.executable, "-W", "ignore", program], check=True, env=plain_environment())


def test_a_true_expectation_exits_with_0_and_a_false_one_with_1(command: Command) -> None:
    flags = ["inspect", "--layers", "2", "--expect", "hn=(num_layers * num_directions, batch, hidden_size)"]
    assert command(*flags).returncode == 0
    run = command(*flags, "--expect", "c_n=1,3,20", "--get", "h_n")
    assert (run.returncode, run.stdout) == (1, "2,3,20\n")
    assert run.stderr == "lstm-shapes: expected c_n (1, 3, 20), but it is (D * num_layers, N, H_cell) = (2, 3, 20)\n"


def test_an_expectation_that_only_the_sizes_meet_is_called_a_coincidence(command: Command) -> None:
    run = command("inspect", "--layers", "3", "--no-run", "--expect", "h_n=(batch, num_layers, hidden_size)")
    assert run.returncode == 1
    assert "the sizes agree only by coincidence" in run.stderr


def test_output_is_written_to_a_file_and_nowhere_else(command: Command, tmp_path: Path) -> None:
    run = command("inspect", "--no-run", "--format", "json", "--output", "report.json")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["schema_version"] == 1
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_a_dash_is_standard_output_and_no_file(command: Command, tmp_path: Path) -> None:
    assert command("inspect", "--no-run", "--get", "h_n", "--output", "-").stdout == "1,3,20\n"
    assert list(tmp_path.iterdir()) == []


LARGEST = "2,147,483,647"
BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "a layer too few": (["--layers", "0"], "--layers must be a whole number from 1 to 1,000, got 0"),
    "no number": (["--num-layers", "two"], "--layers must be a whole number from 1 to 1,000, got 'two'"),
    "a fraction": (["--hidden-size", "2.5"], f"--hidden-size must be a whole number from 1 to {LARGEST}, got '2.5'"),
    "negative": (["--seq-len", "-3"], f"--seq-len must be a whole number from 1 to {LARGEST}, got -3"),
    "enormous": (["--batch-size", "9" * 40], f"--batch-size must be a whole number from 1 to {LARGEST}, got '9999"),
    "dropout above one": (["--dropout", "1.1"], "--dropout must be a number from 0 to 1, got 1.1"),
    "dropout no number": (["--dropout", "half"], "--dropout must be a number from 0 to 1, got 'half'"),
    "proj_size too large": (["--proj-size", "20"], "--proj-size must be smaller than hidden_size (20): from 0"),
    "an unknown dtype": (["--dtype", "int8"], "--dtype must be one of float32, float64, float16, bfloat16, got 'int8'"),
    "an unknown device": (["--device", "gpu"], "--device must be one of cpu, cuda, mps, xpu, meta"),
    "a device that is not here": (["--device", "cuda:77"], "--device cuda:77 is not available here; there is cpu,"),
    "a seed below zero": (["--seed", "-1"], "--seed must be a whole number from 0 to"),
    "a length too long": (
        ["--lengths", "6,2", "--seq-len", "5"],
        "--lengths must be whole numbers from 1 to 5 (seq_len), got 6 among them",
    ),
    "a length of zero": (["--lengths", "5,0"], f"--lengths must be whole numbers from 1 to {LARGEST}, got 0"),
    "lengths that are none": (["--lengths", "5;3"], f"--lengths must be whole numbers from 1 to {LARGEST}, got '5;3'"),
    "lengths unbatched": (["--lengths", "5", "--unbatched"], "--lengths describe a batch"),
    "a batch size unbatched": (["--unbatched", "--batch-size", "3"], "--batch-size has no meaning for unbatched input"),
    "an input shape of one number": (["--input-shape", "5"], "--input-shape takes two or three whole numbers"),
    "an input shape with a zero": (["--input-shape", "5,0,10"], "--input-shape takes two or three whole numbers"),
    "an input shape in symbols": (["--input-shape", "L,N,10"], "--input-shape takes two or three whole numbers"),
    "an input shape of words": (["--input-shape", "a,b,c"], "--input-shape takes two or three whole numbers"),
    "an input shape that disagrees": (
        ["--input-shape", "5,3,12", "--input-size", "10"],
        "--input-shape 5,3,12 is (L, N, H_in), so H_in = 12, but --input-size is 10",
    ),
    "an input shape that disagrees with CODE": (
        ["nn.LSTM(10, 20, batch_first=True)", "--input-shape", "3,5,12"],
        "--input-shape 3,5,12 is (N, L, H_in), so H_in = 12, but CODE's input_size is 10",
    ),
    "CODE and a flag": (["nn.LSTM(10, 20)", "--bidirectional"], "--bidirectional clashes with CODE"),
    "CODE and a flag's other spelling": (["nn.LSTM(10, 20)", "--num-layers", "2"], "--layers clashes with CODE"),
    "CODE with a name": (["nn.LSTM(10, hidden)"], "CODE must give hidden_size as a plain value, not hidden"),
    "CODE with a bad value": (["nn.LSTM(10, 20, 2, 0.5)"], "CODE: bias must be True or False, got 0.5"),
    "a checkpoint and CODE": (["nn.LSTM(10, 20)", "--checkpoint", "x.pt"], "--checkpoint clashes with CODE"),
    "a checkpoint and a flag": (["--checkpoint", "x.pt", "--layers", "2"], "--checkpoint: x.pt cannot be read"),
    "an unknown tensor": (["--get", "hidden"], "--get: 'hidden' is not a tensor of this LSTM; it has input, h_0, c_0"),
    "get and format": (["--get", "h_n", "--format", "json"], "--get prints one shape alone"),
    "an expectation without a shape": (["--expect", "h_n"], "--expect: 'h_n' is no TENSOR=SHAPE"),
    "an expectation that is no shape": (["--expect", "h_n=(a, b)"], "--expect: '(a, b)' is not a shape"),
    "an expectation of nothing": (["--expect", "hidden=1,3,20"], "--expect: 'hidden' is not a tensor"),
    "an unknown section": (["--show", "shapes,colours"], "--show has no section 'colours'; it has symbols, shapes"),
    "an unknown format": (["--format", "xml"], "--format must be one of table, json, markdown, latex, got 'xml'"),
    "an unknown flag": (["--layer", "2"], "No such option: --layer"),
    "a value that is missing": (["--layers"], "Option '--layers' requires an argument"),
    "a folder that is not there": (["--output", "missing/report.md"], "missing/report.md cannot be written"),
    "a name that no file can have": (["--output", "x" * 300], "xxx"),
    "a folder in place of a file": (["--output", "."], ". is a folder"),
    "too much memory": (["--hidden-size", "1000000"], "this run needs about"),
}  # fmt: skip


@pytest.mark.parametrize(("flags", "sentence"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    command: Command, tmp_path: Path, flags: list[str], sentence: str
) -> None:
    run = command("inspect", *flags)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith(f"lstm-shapes: {sentence}")
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_does_not_exist_is_refused(command: Command) -> None:
    run = command("inspekt")
    assert (run.returncode, run.stdout) == (2, "")
    assert "No such command 'inspekt'. Did you mean 'inspect'?" in run.stderr


def test_no_command_at_all_shows_the_help(command: Command) -> None:
    run = command()
    assert run.returncode == 2
    assert "Commands:\n  inspect" in run.stdout


def _run_program(program: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, program],
        env=plain_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_prediction_that_pytorch_contradicts_is_shouted(tmp_path: Path) -> None:
    program = tmp_path / "wrong.py"
    program.write_text(
        "from lstm_shapes import cli, shapes\n"
        "from lstm_shapes.formula import parse_formula\n"
        "shapes._TENSORS['h_n'] = parse_formula('(num_layers, N, H_out)')\n"
        "raise SystemExit(cli.run(['inspect', '--bidirectional']))\n"
    )
    run = subprocess.run(
        [sys.executable, program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=plain_environment(),
        check=False,
    )
    assert run.returncode == 1
    assert "PREDICTION AND PYTORCH DIFFER: h_n (num_layers, N, H_out) is predicted as (1, 3, 20)" in run.stderr
    assert "✗" in run.stdout


def test_without_pytorch_it_says_so_and_names_the_way_out(tmp_path: Path) -> None:
    program = tmp_path / "missing.py"
    program.write_text(
        "import sys\nsys.modules['torch'] = None\nfrom lstm_shapes import cli\nraise SystemExit(cli.run(['inspect']))\n"
    )
    run = _run_program(program)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("lstm-shapes: PyTorch cannot be loaded (")
    assert "--no-run predicts the shapes without it" in run.stderr


def test_an_error_of_the_tool_itself_is_called_one_and_exits_with_2(tmp_path: Path) -> None:
    program = tmp_path / "broken.py"
    program.write_text(
        "from lstm_shapes import cli\n"
        "from lstm_shapes.cli import inspecting\n"
        "inspecting.read_spec = None\n"
        "raise SystemExit(cli.run(['inspect']))\n"
    )
    run = subprocess.run(
        [sys.executable, program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=plain_environment(),
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("lstm-shapes: this is a bug in lstm-shapes, please report it:\nTraceback")


# Pipes

WIDE = ["inspect", "--hidden-size", "123456", "--seq-len", "1234567", "--layers", "3", "--no-run", "--show", "all"]


@pytest.mark.parametrize(
    "environment", [{}, {"COLUMNS": "20"}, {"FORCE_COLOR": "1"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}]
)
def test_a_pipe_gets_the_same_whole_text_whatever_the_environment(
    command: Command, environment: dict[str, str]
) -> None:
    text = command(*WIDE, **environment).stdout
    assert text == command(*WIDE).stdout
    assert "\x1b" not in text
    assert "…" not in text.replace("num_layers, …)", "")
    assert max(map(len, text.splitlines())) > 120


def test_help_carries_no_escape_codes_on_a_build_server(command: Command) -> None:
    assert "\x1b" not in command("inspect", "--help", GITHUB_ACTIONS="true", FORCE_COLOR="1").stdout


def test_an_output_that_knows_no_ticks_gets_words(command: Command) -> None:
    text = command("inspect", "--batch-first", PYTHONUTF8="0", PYTHONIOENCODING="ascii").stdout
    assert "(1, 3, 20)  (1, 3, 20)  ok\n" in text
    assert text.isascii()


def test_a_reader_that_leaves_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_shapes", "inspect", "--no-run", "--layers", "1000", "--show", "all"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=plain_environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"nn.LSTM")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_output_that_is_full_is_an_error() -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "lstm_shapes", "inspect", "--no-run"],
            stdout=full, stderr=subprocess.PIPE, env=plain_environment(), check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == b"lstm-shapes: the output cannot be written: No space left on device\n"


_TELLING_WHEN_TORCH_LOADS = """
import sys

class Tell:
    def find_spec(self, name, *rest):
        if name == "torch":
            print("loading", file=sys.stderr, flush=True)

sys.meta_path.insert(0, Tell())
from lstm_shapes.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "moment", ["loading\n", "lstm-shapes: this run and its proofs take"], ids=["loads", "computes"]
)
def test_ctrl_c_ends_it_at_once_with_130_and_without_a_traceback(moment: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _TELLING_WHEN_TORCH_LOADS, "inspect", "--hidden-size", "700", "--seq-len", "200000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=plain_environment(),
        text=True,
        encoding="utf-8",
    )
    assert process.stderr is not None
    assert any(line.startswith(moment) for line in process.stderr)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    try:
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()  # whatever became of the test, nothing goes on computing
    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr
    assert time.monotonic() - began < 10


def test_the_help_names_every_flag_under_a_heading(command: Command) -> None:
    text = command("inspect", "--help").stdout
    for heading in ("Module:", "Input:", "Run:", "Output:"):
        assert f"\n{heading}\n" in text
    assert len(re.findall(r"^  -", text, re.MULTILINE)) == 24


def test_the_version_is_the_packages(command: Command) -> None:
    import lstm_shapes

    assert command("--version").stdout == f"lstm-shapes {lstm_shapes.__version__}\n"


def test_shells_complete_sections_and_dtypes(command: Command) -> None:
    def complete(words: str) -> str:
        return str(
            command(_LSTM_SHAPES_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))).stdout
        )

    assert "parameters" in complete("lstm-shapes inspect --show p")
    assert "float64" in complete("lstm-shapes inspect --dtype float6")
    assert "--bidirectional" in complete("lstm-shapes inspect --bi")
