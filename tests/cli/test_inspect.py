"""`lstm-shapes inspect` as a user drives it, its output in a pipe."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.main import get_command

from lstm_shapes import shapes
from lstm_shapes.cli import app, inspecting
from lstm_shapes.formula import parse_formula
from tests.conftest import Command, plain_environment, sentence_of


def test_the_default_view_shows_every_shape_predicted_and_observed(command: Command) -> None:
    run = command("inspect", "--layers", "2", "--bidirectional")
    assert (run.returncode, run.stderr) == (0, "")
    assert " tensor  formula                      numbers         predicted   PyTorch\n" in run.stdout
    assert " h_n     (D * num_layers, N, H_out)   (2 * 2, 3, 20)  (4, 3, 20)  (4, 3, 20)  ✓\n" in run.stdout
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
    [
        ("markdown", "### `nn.LSTM(10, 20)`\n"),
        ("md", "### `nn.LSTM(10, 20)`\n"),
        ("latex", r"\paragraph{\texttt{nn.LSTM(10, 20)}}"),
        ("tex", r"\paragraph{\texttt{nn.LSTM(10, 20)}}"),
        ("TEX", r"\paragraph{\texttt{nn.LSTM(10, 20)}}"),
        ("html", "<!doctype html>\n"),
        ("svg", "<svg "),
    ],
)
def test_a_format_to_embed_is_printed_as_it_is(command: Command, format: str, beginning: str) -> None:
    run = command("inspect", "--no-run", "--format", format)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(beginning)


def test_short_flags_say_what_the_long_ones_say(command: Command, tmp_path: Path) -> None:
    short = command("inspect", "--no-run", "-l", "2", "-f", "json", "-o", "short.json")
    assert (short.returncode, short.stdout, short.stderr) == (0, "", "")
    command("inspect", "--no-run", "--layers", "2", "--format", "json", "--output", "long.json")
    written = (tmp_path / "short.json").read_text(encoding="utf-8")
    assert written == (tmp_path / "long.json").read_text(encoding="utf-8")
    assert json.loads(written)["module"]["code"] == "nn.LSTM(10, 20, num_layers=2)"


SPELLINGS: dict[str, tuple[list[str], str]] = {
    "a device in capitals": (["--device", "CPU"], "nn.LSTM(10, 20)"),
    "a device with a number": (["--device", "CUDA:1"], "nn.LSTM(10, 20, device='cuda:1')"),
    "a dtype as torch writes it": (["--dtype", "torch.float64"], "nn.LSTM(10, 20, dtype=torch.float64)"),
    "a dtype by its other name": (["--dtype", "double"], "nn.LSTM(10, 20, dtype=torch.float64)"),
    "half": (["--dtype", "torch.half"], "nn.LSTM(10, 20, dtype=torch.float16)"),
    "the other name of --layers": (["--num-layers", "3"], "nn.LSTM(10, 20, num_layers=3)"),
    "CODE with arithmetic": (["nn.LSTM(2*64, (64 + 2) // 3)"], "nn.LSTM(128, 22)"),
    "CODE with a name": (["nn.LSTM(10, hidden)", "--hidden-size", "30"], "nn.LSTM(10, 30)"),
    "CODE with names": (
        ["self.lstm = nn.LSTM(cfg.width, hidden, n)", "--input-size=7", "--hidden-size=30", "-l2"],
        "nn.LSTM(7, 30, num_layers=2)",
    ),
    "CODE with a name that the input settles": (
        ["nn.LSTM(features, 20)", "--input-shape", "5,3,12"],
        "nn.LSTM(12, 20)",
    ),
    "CODE of another dtype": (["nn.LSTM(10, 20, dtype=torch.double)"], "nn.LSTM(10, 20, dtype=torch.float64)"),
}


@pytest.mark.parametrize(("flags", "code"), SPELLINGS.values(), ids=SPELLINGS)
def test_an_lstm_is_understood_in_the_words_that_people_have(command: Command, flags: list[str], code: str) -> None:
    run = command("inspect", "--no-run", "--format", "json", *flags)
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout)["module"]["code"] == code


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


def test_an_expectation_alone_says_nothing_where_it_holds(command: Command) -> None:
    true = command("inspect", "--expect", "h_n=1,3,20", "--expect", "output=(L, N, D * H_out)")
    assert (true.returncode, true.stdout, true.stderr) == (0, "", "")
    false = command("inspect", "--no-run", "--expect", "h_n=2,3,20")
    assert (false.returncode, false.stdout) == (1, "")
    assert false.stderr == "lstm-shapes: expected h_n (2, 3, 20), but it is (D * num_layers, N, H_out) = (1, 3, 20)\n"
    shown = command("inspect", "--no-run", "--expect", "h_n=1,3,20", "--show", "shapes").stdout
    assert "\nShapes\n" in shown
    assert "\nExpectations\n" in shown


def test_an_expectation_that_only_the_sizes_meet_is_called_a_coincidence(command: Command) -> None:
    run = command("inspect", "--layers", "3", "--no-run", "--expect", "h_n=(batch, num_layers, hidden_size)")
    assert run.returncode == 1
    assert "the sizes agree only by coincidence" in run.stderr


def test_output_is_written_to_a_file_and_nowhere_else(command: Command, tmp_path: Path) -> None:
    run = command("inspect", "--no-run", "--format", "json", "--output", "report.json")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["schema_version"] == 1
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


ENDINGS: dict[str, tuple[str, list[str], str]] = {
    "md": ("page.md", [], "### `nn.LSTM(10, 20)`\n"),
    "json": ("page.json", [], '{\n  "schema_version": 1,'),
    "tex": ("page.tex", [], r"\paragraph{"),
    "html": ("page.html", [], "<!doctype html>\n"),
    "svg": ("page.svg", [], "<svg "),
    "capitals": ("PAGE.MD", [], "### `nn.LSTM(10, 20)`\n"),
    "txt": ("page.txt", [], "nn.LSTM(10, 20)   input"),
    "none": ("page", [], "nn.LSTM(10, 20)   input"),
    "an unknown one": ("page.report", [], "nn.LSTM(10, 20)   input"),
    "md, but json is wanted": ("page.md", ["--format", "json"], '{\n  "schema_version": 1,'),
    "json, but a table is wanted": ("page.json", ["--format", "table"], "nn.LSTM(10, 20)   input"),
}


@pytest.mark.parametrize(("name", "flags", "beginning"), ENDINGS.values(), ids=ENDINGS)
def test_the_ending_of_a_file_is_its_format_unless_that_is_said(
    command: Command, tmp_path: Path, name: str, flags: list[str], beginning: str
) -> None:
    run = command("inspect", "--no-run", "--output", name, *flags)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    written = (tmp_path / name).read_text(encoding="utf-8")
    assert written.startswith(beginning)
    if name.endswith(".svg"):
        assert ElementTree.fromstring(written).tag == "{http://www.w3.org/2000/svg}svg"


def test_markdown_in_a_file_has_its_picture_beside_it(command: Command, tmp_path: Path) -> None:
    run = command("inspect", "nn.GRU(10, 20)", "--no-run", "--output", "a page.md")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a page.md", "a page.svg"]
    heading, picture, *_ = (tmp_path / "a page.md").read_text(encoding="utf-8").split("\n\n")
    assert (heading, picture) == ("### `nn.GRU(10, 20)`", "![The network, unrolled over time](a%20page.svg)")
    drawn = command("inspect", "nn.GRU(10, 20)", "--no-run", "--format", "svg").stdout
    assert (tmp_path / "a page.svg").read_text(encoding="utf-8") == drawn


def test_no_picture_of_others_is_replaced_and_only_a_page_has_one_beside_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "page.svg").write_text("<svg/>", encoding="utf-8")
    run = command("inspect", "nn.GRU(10, 20)", "--no-run", "--output", "page.md")
    assert (run.returncode, run.stdout) == (0, "")
    assert "page.svg was not drawn by lstm-shapes" in run.stderr
    assert (tmp_path / "page.svg").read_text(encoding="utf-8") == "<svg/>"
    assert "![" not in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert command("inspect", "nn.GRU(10, 20)", "--no-run", "--format", "markdown", "--output", "notes").returncode == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes", "page.md", "page.svg"]


def test_a_page_of_html_holds_the_picture(command: Command) -> None:
    page = command("inspect", "nn.GRU(10, 20)", "--no-run", "--format", "html").stdout
    assert command("inspect", "nn.GRU(10, 20)", "--no-run", "--format", "svg").stdout.strip() in page


def test_a_dash_is_standard_output_and_no_file(command: Command, tmp_path: Path) -> None:
    assert command("inspect", "--no-run", "--get", "h_n", "--output", "-").stdout == "1,3,20\n"
    assert list(tmp_path.iterdir()) == []


LARGEST = "2,147,483,647"
REFUSED = "Invalid value for "
LAYERS = f"{REFUSED}'--layers' / '--num-layers' / '-l': "
NO_NUMBERS = "is not a list of whole numbers, such as 5,3,10"
SIZES = f"{REFUSED}'--input-shape': must be two or three whole numbers from 1 to {LARGEST}, such as 5,3,10"
BAD_INPUT: dict[str, tuple[list[str], str]] = {
    "a layer too few": (["--layers", "0"], LAYERS),
    "layers too many": (["-l", "1001"], f"{REFUSED}'--layers': must be a whole number from 1 to 1,000, got 1,001"),
    "no number": (["--num-layers", "two"], LAYERS),
    "a fraction": (["--hidden-size", "2.5"], f"{REFUSED}'--hidden-size': "),
    "negative": (["--seq-len", "-3"], f"{REFUSED}'--seq-len': "),
    "enormous": (
        ["--batch-size", "9" * 40],
        f"{REFUSED}'--batch-size': must be a whole number from 1 to {LARGEST}, got a number of more than 18 digits",
    ),
    "a little too large": (
        ["--batch-size", "2147483648"],
        f"{REFUSED}'--batch-size': must be a whole number from 1 to {LARGEST}, got 2,147,483,648",
    ),
    "dropout above one": (["--dropout", "1.1"], f"{REFUSED}'--dropout': "),
    "dropout no number": (["--dropout", "half"], f"{REFUSED}'--dropout': "),
    "proj_size too large": (
        ["--proj-size", "20"],
        f"{REFUSED}'--proj-size': must be smaller than hidden_size (20): from 0 (no projection) to 19, got 20",
    ),
    "an unknown dtype": (
        ["--dtype", "int8"],
        f"{REFUSED}'--dtype': must be one of float32, float64, float16, bfloat16, got 'int8'",
    ),
    "an unknown device": (["--device", "gpu"], f"{REFUSED}'--device': must be one of cpu, cuda, mps, xpu, meta, "),
    "a device that is not here": (
        ["--device", "cuda:77"],
        f"{REFUSED}'--device': cuda:77 is not available here; there is cpu,",
    ),
    "a seed below zero": (["--seed", "-1"], f"{REFUSED}'--seed': "),
    "a length too long": (
        ["--lengths", "6,2", "--seq-len", "5"],
        f"{REFUSED}'--lengths': must be whole numbers from 1 to 5 (seq_len), got 6 among them",
    ),
    "a length of zero": (
        ["--lengths", "5,0"],
        f"{REFUSED}'--lengths': must be whole numbers from 1 to {LARGEST}, got 0 among them",
    ),
    "lengths that are none": (["--lengths", "5;3"], f"{REFUSED}'--lengths': '5;3' {NO_NUMBERS}"),
    "lengths unbatched": (["--lengths", "5", "--unbatched"], f"{REFUSED}'--lengths': describe a batch"),
    "a batch size unbatched": (
        ["--unbatched", "--batch-size", "3"],
        f"{REFUSED}'--batch-size': has no meaning for unbatched input",
    ),
    "an input shape of one number": (["--input-shape", "5"], SIZES),
    "an input shape with a zero": (["--input-shape", "5,0,10"], SIZES),
    "an input shape in symbols": (["--input-shape", "L,N,10"], f"{REFUSED}'--input-shape': 'L,N,10' {NO_NUMBERS}"),
    "an input shape of words": (["--input-shape", "a,b,c"], f"{REFUSED}'--input-shape': 'a,b,c' {NO_NUMBERS}"),
    "an input shape that disagrees": (
        ["--input-shape", "5,3,12", "--input-size", "10"],
        f"{REFUSED}'--input-shape': is (L, N, H_in), so H_in = 12, but --input-size is 10",
    ),
    "an input shape that disagrees with CODE": (
        ["nn.LSTM(10, 20, batch_first=True)", "--input-shape", "3,5,12"],
        f"{REFUSED}'--input-shape': is (N, L, H_in), so H_in = 12, but CODE's input_size is 10",
    ),
    "CODE and a flag": (["nn.LSTM(10, 20)", "--bidirectional"], f"{REFUSED}'--bidirectional': clashes with CODE"),
    "CODE and a flag's other spelling": (
        ["nn.LSTM(10, 20)", "--num-layers", "2"],
        f"{REFUSED}'--layers': clashes with CODE",
    ),
    "CODE and a flag's short spelling": (["nn.LSTM(10, 20)", "-l", "2"], f"{REFUSED}'--layers': clashes with CODE"),
    "CODE with a name": (
        ["nn.LSTM(10, hidden)"],
        f"{REFUSED}'CODE': gives hidden_size as hidden; say its value with --hidden-size",
    ),
    "CODE with a name for the layers": (
        ["nn.LSTM(10, 20, self.n)"],
        f"{REFUSED}'CODE': gives num_layers as self.n; say its value with --layers",
    ),
    "CODE with names, and a flag for another argument": (
        ["nn.LSTM(10, hidden)", "--hidden-size", "20", "--bidirectional"],
        f"{REFUSED}'--bidirectional': clashes with CODE",
    ),
    "CODE that calculates with a name": (
        ["nn.LSTM(10, 2 * hidden)"],
        f"{REFUSED}'CODE': gives hidden_size as 2 * hidden; say its value with --hidden-size",
    ),
    "CODE with a fraction": (
        ["nn.LSTM(10, 64/2)"],
        f"{REFUSED}'CODE': the call must give hidden_size as a plain value, not 64/2",
    ),
    "CODE with a bad value": (
        ["nn.LSTM(10, 20, 2, 0.5)"],
        f"{REFUSED}'CODE': bias must be True or False, got 0.5",
    ),
    "CODE that the shell broke apart": (
        ["nn.LSTM(10,", "20)"],
        f"{REFUSED}'CODE': the shell has broken it apart; put it between quotes: "
        'lstm-shapes inspect "nn.LSTM(10, 20)"',
    ),
    "a document in place of CODE": (
        ["model.py"],
        f"{REFUSED}'CODE': model.py is a file; its claims are checked by: lstm-shapes check model.py",
    ),
    "weights in place of CODE": (
        ["model.pt"],
        f"{REFUSED}'CODE': model.pt is a file of weights: lstm-shapes inspect --checkpoint model.pt",
    ),
    "a value for a flag that takes none": (
        ["--bidirectional", "true"],
        f"{REFUSED}'CODE': a flag such as --bidirectional takes no value; leave out 'true'",
    ),
    "a checkpoint and CODE": (
        ["nn.LSTM(10, 20)", "--checkpoint", "x.pt"],
        f"{REFUSED}'--checkpoint': clashes with CODE",
    ),
    "a checkpoint and a flag": (
        ["--checkpoint", "x.pt", "--layers", "2"],
        f"{REFUSED}'--checkpoint': x.pt cannot be read",
    ),
    "an unknown tensor": (
        ["--get", "hidden"],
        f"{REFUSED}'--get': 'hidden' may mean h_0 or h_n; name one of them",
    ),
    "get and format": (
        ["--get", "h_n", "--format", "json"],
        f"{REFUSED}'--get': prints one shape alone; it does not go with --format",
    ),
    "get and show": (
        ["--get", "h_n", "--show", "code"],
        f"{REFUSED}'--get': prints one shape alone; it does not go with --show",
    ),
    "an expectation without a shape": (["--expect", "h_n"], f"{REFUSED}'--expect': 'h_n' is not TENSOR=SHAPE"),
    "an expectation that is no shape": (["--expect", "h_n=(a, b)"], f"{REFUSED}'--expect': '(a, b)' is not a shape"),
    "an expectation of nothing": (["--expect", "logits=1,3,20"], f"{REFUSED}'--expect': 'logits' is not a tensor"),
    "an unknown section": (
        ["--show", "shapes,colours"],
        f"{REFUSED}'--show': there is no section 'colours'; there are picture, symbols",
    ),
    "an unknown format": (["--format", "xml"], f"{REFUSED}'--format' / '-f': "),
    "an unknown time for colours": (["--color", "purple"], f"{REFUSED}'--color': "),
    "an unknown flag": (["--frobnicate", "2"], "No such option: --frobnicate"),
    "a value that is missing": (["--layers"], "Option '--layers' requires an argument"),
    "a folder that is not there": (["--output", "missing/report.md"], "missing/report.md cannot be written"),
    "a name that no file can have": (["--output", "x" * 300], "xxx"),
    "a folder in place of a file": (["--output", "."], ". is a folder"),
    "too much memory": (["--hidden-size", "1000000"], "this run needs about"),
}


@pytest.mark.parametrize(("flags", "sentence"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_gets_one_sentence_and_exit_code_2(
    command: Command, tmp_path: Path, flags: list[str], sentence: str
) -> None:
    run = command("inspect", *flags)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith(sentence)
    assert run.stderr.count("Error") == 1
    assert list(tmp_path.iterdir()) == []


NEAR = {
    "--hidden": ("--hidden-size", ["inspect", "--hidden", "20"]),
    "--num-layer": ("--num-layers", ["inspect", "--num-layer", "2"]),
    "--layer": ("--layers", ["inspect", "--layer", "2"]),
    "--bidirectionl": ("--bidirectional", ["inspect", "--bidirectionl"]),
    "--epoch": ("--epochs", ["train-demo", "--epoch", "3"]),
}


@pytest.mark.parametrize(("written", "meant", "words"), [(near, *NEAR[near]) for near in NEAR], ids=NEAR)
def test_a_flag_that_does_not_exist_is_refused_with_the_near_one(
    command: Command, written: str, meant: str, words: list[str]
) -> None:
    run = command(*words)
    assert (run.returncode, run.stdout) == (2, "")
    sentence = sentence_of(run.stderr)
    assert sentence.startswith(f"No such option: {written} ")
    assert re.search(rf"{meant}\b", sentence)


MISPLACED = {
    "inspect": ("--layers", "2"),
    "train-demo": ("--epochs", "5"),
    "check": ("--fix",),
    "explain": ("--list",),
}


@pytest.mark.parametrize(("name", "words"), MISPLACED.items(), ids=MISPLACED)
def test_a_flag_without_its_command_names_the_command(command: Command, name: str, words: tuple[str, ...]) -> None:
    run = command(*words)
    assert (run.returncode, run.stdout) == (2, "")
    meant = f"lstm-shapes {name} {' '.join(words)}"
    assert sentence_of(run.stderr) == f"{words[0]} is a flag of a command; did you mean: {meant}"


def test_a_command_that_does_not_exist_is_refused(command: Command) -> None:
    run = command("inspekt")
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence_of(run.stderr).startswith("No such command 'inspekt'.")


def test_no_command_at_all_shows_the_help(command: Command) -> None:
    run = command()
    assert run.stderr == ""
    assert run.returncode in (0, 2)  # as click has it before and from 8.2
    for name in ("inspect", "check", "explain", "explore", "run", "train-demo"):
        assert re.search(rf"^│ {name} +[A-Z]", run.stdout, re.MULTILINE)


def _run_program(program: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, program],
        env=plain_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_prediction_that_pytorch_contradicts_is_shouted(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shapes._OF_LAYERS, "h_n", parse_formula("(num_layers, N, H_out)"))
    run = command("inspect", "--bidirectional")
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
    sentence = sentence_of(run.stderr)
    assert sentence.startswith("PyTorch cannot be loaded (")
    assert "--no-run predicts the shapes without it" in sentence


def test_an_error_of_the_tool_itself_is_called_one_and_exits_with_2(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspecting, "read_spec", None)
    run = command("inspect")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("lstm-shapes: this is a bug in lstm-shapes, please report it:\nTraceback")


# Pipes

_ESCAPE = re.compile(r"\x1b\[[\d;]*m")
WIDE = ["inspect", "--hidden-size", "123456", "--seq-len", "1234567", "--layers", "3", "--no-run", "--show", "all"]


ENVIRONMENTS = (
    {"COLUMNS": "20"},
    {"FORCE_COLOR": "1"},
    {"NO_COLOR": "1"},
    {"TERM": "dumb"},
    {"GITHUB_ACTIONS": "true"},
)


def test_a_pipe_gets_the_same_whole_text_whatever_the_environment(command: Command) -> None:
    whole = command(*WIDE).stdout
    _, _, tables = whole.partition("\nSymbols\n")  # above them, the picture leaves out the steps between
    assert "…" not in tables.replace("num_layers, …)", "")
    assert max(map(len, whole.splitlines())) > 120
    for environment in ENVIRONMENTS:
        text = command(*WIDE, **environment).stdout
        assert ("\x1b" in text) == ("FORCE_COLOR" in environment)
        assert [line.rstrip() for line in _ESCAPE.sub("", text).split("\n")] == whole.split("\n")


COLOURS: dict[str, tuple[list[str], dict[str, str], bool]] = {
    "FORCE_COLOR": ([], {"FORCE_COLOR": "1"}, True),
    "CLICOLOR_FORCE": ([], {"CLICOLOR_FORCE": "1"}, True),
    "always": (["--color", "always"], {}, True),
    "always, though NO_COLOR": (["--color=always"], {"NO_COLOR": "1"}, True),
    "nothing": ([], {}, False),
    "CLICOLOR_FORCE=0": ([], {"CLICOLOR_FORCE": "0"}, False),
    "CLICOLOR_FORCE and NO_COLOR": ([], {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
    "FORCE_COLOR and NO_COLOR": ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    "never, though FORCE_COLOR": (["--color", "never"], {"FORCE_COLOR": "1"}, False),
}


@pytest.mark.parametrize(("flags", "environment", "coloured"), COLOURS.values(), ids=COLOURS)
def test_a_pipe_gets_colours_where_they_are_asked_for(
    command: Command, flags: list[str], environment: dict[str, str], coloured: bool
) -> None:
    page = command("inspect", "--no-run", *flags, **environment)
    refusal = command("inspect", "--output", ".", *flags, **environment)
    assert (page.returncode, refusal.returncode) == (0, 2)
    assert [_coloured(page.stdout), _coloured(refusal.stderr)] == [coloured, coloured]
    assert ("\x1b" in page.stdout) == coloured
    for bare in (["--format", "json"], ["--get", "h_n"]):
        assert "\x1b" not in command("inspect", "--no-run", *bare, *flags, **environment).stdout


@pytest.mark.parametrize(
    ("flags", "environment", "coloured"),
    [
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"CLICOLOR_FORCE": "1"}, True),
        (["--color", "always"], {}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "never"], {"GITHUB_ACTIONS": "true"}, False),
        ([], {"NO_COLOR": "1", "GITHUB_ACTIONS": "true"}, False),
    ],
    ids=["FORCE_COLOR", "CLICOLOR_FORCE", "always", "never", "never on a build server", "NO_COLOR on a build server"],
)
def test_help_and_errors_have_colours_where_those_are_asked_for(
    process: Command, flags: list[str], environment: dict[str, str], coloured: bool
) -> None:
    help = process("inspect", "--help", *flags, **environment)
    error = process("inspect", "--layers", "0", *flags, **environment)
    assert (help.returncode, error.returncode) == (0, 2)
    assert [_coloured(help.stdout), _coloured(error.stderr)] == [coloured, coloured]


def _coloured(text: str) -> bool:
    return re.search(r"\x1b\[(\d+;)*[39][0-8]", text) is not None


ASCII = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


def test_an_output_that_knows_ascii_alone_gets_nothing_else(process: Command) -> None:
    run = process("inspect", "--batch-first", "--bidirectional", "--show", "all", **ASCII)
    assert "|(2, 3, 20) |(2, 3, 20) |v|\n" in run.stdout
    assert re.search(r"^\+-+\+$", run.stdout, re.MULTILINE)
    assert "N, ...)" in run.stdout
    assert (run.returncode, run.stdout.isascii(), run.stderr) == (0, True, "")
    for words in (["inspect", "--layers", "0"], ["inspect", "--output", "."]):
        run = process(*words, **ASCII)
        assert (run.returncode, run.stdout, run.stderr.isascii()) == (2, "", True)
        assert re.search(r"^\+-+ ?Error -+\+$", run.stderr, re.MULTILINE)
        assert sentence_of(run.stderr)


def test_a_reader_that_leaves_is_no_error() -> None:
    # More than a pipe holds, so that the command finds out.
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_shapes", "inspect", "--no-run", "--layers", "500", "--show", "parameters"],
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
    assert sentence_of(run.stderr.decode()) == "the output cannot be written: No space left on device"


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
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


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("inspect", ("Module", "Input", "Run", "Output")),
        ("check", ("Files", "Rules", "Fix", "Output", "Exit code")),
        ("explain", ("The layer at hand", "Output")),
        ("train-demo", ("Data", "Module", "Run", "Output")),
    ],
    ids=["inspect", "check", "explain", "train-demo"],
)
def test_the_help_names_every_flag_under_a_heading(command: Command, name: str, headings: tuple[str, ...]) -> None:
    run = command(name, "--help")
    assert (run.returncode, run.stderr) == (0, "")
    for heading in headings:
        assert f"\n╭─ {heading} ─" in run.stdout
    flags = [parameter for parameter in get_command(app).commands[name].params if parameter.opts[0].startswith("-")]  # type: ignore[attr-defined]
    assert len(flags) >= 5
    for flag in flags:
        assert len(re.findall(rf"^│ {flag.opts[0]}[ ,]", run.stdout, re.MULTILINE)) == 1
    assert max(map(len, run.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", ["inspect", "check", "explain", "explore", "train-demo"])
@pytest.mark.parametrize("columns", [60, 77, 78, 80, 120])
def test_the_help_cuts_no_word_at_any_width(command: Command, name: str, columns: int) -> None:
    run = command(name, "--help", COLUMNS=str(columns))
    assert "…" not in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= columns
    assert ("╭─ Output ─" in run.stdout) == (columns >= 78)


def test_the_version_is_the_packages(command: Command) -> None:
    import lstm_shapes

    assert command("--version").stdout == f"lstm-shapes {lstm_shapes.__version__}\n"


def test_shells_complete_sections_and_dtypes(process: Command) -> None:
    def complete(words: str) -> str:
        return str(
            process(_LSTM_SHAPES_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))).stdout
        )

    assert "parameters" in complete("lstm-shapes inspect --show p")
    assert "float64" in complete("lstm-shapes inspect --dtype float6")
    assert "--bidirectional" in complete("lstm-shapes inspect --bi")


def test_a_program_is_never_coloured_on_its_way_to_a_file(process: Command) -> None:
    text = process("inspect", "--no-run", "--show", "code", FORCE_COLOR="1").stdout
    compile(text, "program.py", "exec")


def test_help_is_printed_in_any_encoding(process: Command) -> None:
    run = process("inspect", "--help", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (run.returncode, run.stderr) == (0, "")


def test_color_may_stand_before_the_command(process: Command) -> None:
    run = process("--color", "always", "inspect", "--no-run", "--show", "shapes")
    assert run.returncode == 0
    assert "\x1b[" in run.stdout
