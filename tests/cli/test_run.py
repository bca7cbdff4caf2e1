"""`lstm-shapes run`: the program does what it does under `python`, and its recurrent layers are seen."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Command, plain_environment, sentence_of
from tests.live.programs import classifier

NOTHING = "lstm-shapes: no recurrent layer was called\n"
REPEATED = re.compile(r"repeated \d+")  # how often a frame can be, before the recursion is too deep
RUN = ("-m", "lstm_shapes", "run")

# Programs without torch: what they print, say and return must be the same.
PLAIN = {
    "what it is, and what it is told": """\
import gc, os, pickle, sys
print(sys.argv, sys.path[0], __name__, __file__, __package__, __spec__, __doc__)
class Own: pass
print(sys.modules["__main__"].__dict__ is globals(), type(pickle.loads(pickle.dumps(Own()))) is Own)
print(sorted(set(os.environ) - {"_"}), gc.get_threshold(), gc.isenabled(), gc.get_freeze_count())
import beside
print(beside.__file__)
""",
    "its globals": "print(sorted(globals()))",
    "standard input": "print(input(), open(0).read())",
    "letters that cannot be written": "print('\\N{SNOWMAN}')",
    "a code": "import sys; sys.exit(3)",
    "a code of 130": "import sys, atexit; atexit.register(print, 'end'); sys.exit(130)",
    "a code below 0": "import sys; sys.exit(-1)",
    "a text": "import sys; sys.exit('no more')",
    "an exception": "print('before')\ndef f():\n    raise ValueError('no')\nf()",
    "an exception in a chain": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('a') from None",
    "an exception during another": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('a')",
    "deep recursion": "import sys\nsys.setrecursionlimit(200)\ndef f():\n    f()\nf()",
    "a hook for exceptions": "import sys\nsys.excepthook = lambda *_: print('mine')\n1 / 0",
    "an end at once": "import os; print('before', flush=True); os._exit(4)",
    "an exception of this tool's own": "import lstm_shapes\nraise lstm_shapes.ReadError('mine')",
    "what is done at the end": "import atexit; atexit.register(print, 'end'); print('before')",
    "a thread": "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print('late'))).start()",
    "an exception in a thread": "import threading\nthreading.Thread(target=lambda: 1 / 0, name='one').start()",
    "Ctrl-C": "import atexit; atexit.register(print, 'end'); print('before')\nraise KeyboardInterrupt",
    "a signal": "import os, signal; print('before', flush=True); os.kill(os.getpid(), signal.SIGTERM)",
    "a fork": "import os, sys\nif not os.fork():\n    print(1, flush=True); sys.exit(5)\nprint(os.wait()[1] >> 8)",
    "what stands for the builtins": "print(__builtins__.__name__)",
    "stderr of its own": """\
import sys
class Own:
    def __init__(self, stream): self.stream = stream
    def write(self, text): return self.stream.write(text)
    def flush(self): self.stream.flush()
sys.stderr = Own(sys.stderr)
print("before", file=sys.stderr)
""",
    "a closed stderr": """\
import sys
print("before", file=sys.stderr)
sys.stderr = open(sys.stderr.fileno(), "w", closefd=False)
sys.stderr.close()
""",
    "a closed stdout": "import sys\nprint('before')\nsys.stdout.close()",
    "an encoding": "# coding: latin-1\nprint('\xe9' == chr(233))",
}


def _python(folder: Path, *arguments: str, stdin: str = "one\ntwo\n", **environment: str) -> tuple[int, str, str]:
    run = subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        cwd=folder,
        env=plain_environment(**environment),
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        check=False,
        timeout=120,
    )
    return run.returncode, run.stdout, run.stderr


def _same(folder: Path, *arguments: str, **environment: str) -> None:
    code, out, err = _python(folder, *arguments, **environment)
    own_code, own_out, own_err = _python(folder, *RUN, *arguments, **environment)
    assert own_out == out
    is_cut_off = code in (4, -signal.SIGTERM)  # nothing can be said after `os._exit`, nor after SIGTERM
    said = err if is_cut_off else f"{err}{NOTHING}"
    assert REPEATED.sub("repeated", own_err) == REPEATED.sub("repeated", said)
    assert own_code == (code or 2)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals, and no fork")
@pytest.mark.parametrize("program", PLAIN.values(), ids=PLAIN)
def test_a_program_does_what_it_does_under_python(program: str, tmp_path: Path) -> None:
    (tmp_path / "beside.py").touch()
    encoding = "latin-1" if "latin-1" in program else "utf-8"
    (tmp_path / "program.py").write_text(program, encoding)
    _same(tmp_path, "program.py", "--calls", "-h", "--color", "never")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1:replace"])
def test_letters_are_written_as_python_writes_them(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("print(chr(0x2603), chr(0xE9))", "utf-8")
    _same(tmp_path, "program.py", PYTHONIOENCODING=encoding)


SAYS_WHAT_IT_IS = "import sys; print([*sys.argv[1:], __name__, __package__, __spec__ and __spec__.name, sys.path[0]])"


@pytest.mark.parametrize(
    "arguments",
    [("-m", "package"), ("-m", "package.inner"), ("-m", "single"), ("folder",), ("archive.zip",), ("./link.py",)],
    ids=" ".join,
)
def test_modules_folders_archives_and_links_are_run_as_python_runs_them(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    for name in ("package/__main__.py", "package/inner.py", "single.py", "folder/__main__.py", "folder/deep/real.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(SAYS_WHAT_IT_IS, "utf-8")
    (tmp_path / "package" / "__init__.py").write_text("print('around')", "utf-8")
    (tmp_path / "link.py").symlink_to("folder/deep/real.py")
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("__main__.py", SAYS_WHAT_IT_IS)
    _same(tmp_path, *arguments, "-x", "--first")


MODEL = """\
import sys
import torch
from torch import nn

class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, num_layers=2, batch_first=True)

    def forward(self, x):
        return self.lstm(x)

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), nn.GRU(9, 4, batch_first=True)

    def forward(self, x):
        return self.decoder(self.encoder(x)[0])

if __name__ == "__main__":
    model = Model()
    for size in [5] * 3 + [2]:
        model(torch.randn(size, 7, 6))
        print("batch of", size)
    if sys.argv[1:]:
        sys.exit(int(sys.argv[1]))
"""
EVERY_BATCH = "batch of 5\nbatch of 5\nbatch of 5\nbatch of 2\n"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.py"
    path.write_text(MODEL, "utf-8")
    return path


LATE = """
def late():
    time.sleep(0.3)
    model(torch.randn(1, 7, 6))

import threading, time
threading.Thread(target=late).start()
"""


def test_the_shapes_of_every_layer_stand_on_stderr(model: Path, process: Command) -> None:
    model.write_text(f"{MODEL}{LATE}", "utf-8")
    run = process("run", "model.py")
    assert (run.returncode, run.stdout) == (0, EVERY_BATCH)
    assert "encoder.lstm = nn.LSTM(6, 9, num_layers=2, batch_first=True)   5 calls" in run.stderr
    assert "decoder = nn.GRU(9, 4, batch_first=True)   5 calls" in run.stderr
    assert "model.py:11, in forward  ×3" in run.stderr
    assert "Other than above: N = 2 after 5." in run.stderr


def test_what_is_expected_is_judged_and_what_was_seen_is_written(model: Path, process: Command) -> None:
    wanted = ("encoder.lstm:h_n=(num_layers, N, H_out)", "decoder:output=5,7,4")
    expected = [word for text in wanted for word in ("--expect", text)]
    run = process("run", *expected, "--output", "seen.json", "model.py")
    assert (run.returncode, run.stdout) == (1, EVERY_BATCH)
    said = "expected decoder:output=5,7,4, but it is (N, L, D * H_out) = (2, 7, 4) in the call at model.py:19"
    assert run.stderr == f"lstm-shapes: {said}\n"
    seen = json.loads((model.parent / "seen.json").read_text("utf-8"))
    assert [(layer["path"], layer["count"]) for layer in seen["layers"]] == [("encoder.lstm", 4), ("decoder", 4)]
    assert [call["count"] for call in seen["layers"][0]["calls"]] == [3, 1]


def test_the_exit_code_of_the_program_comes_first(model: Path, process: Command) -> None:
    run = process("run", "--format", "json", "--expect", "decoder:output=5,7,4", "model.py", "7")
    assert (run.returncode, run.stdout) == (7, EVERY_BATCH)
    seen, end = json.JSONDecoder().raw_decode(run.stderr)
    assert [layer["count"] for layer in seen["layers"]] == [4, 4]
    assert "expected decoder:output" in run.stderr[end:]


def test_an_expectation_of_no_layer_is_refused_after_the_run(model: Path, process: Command) -> None:
    run = process("run", "--output", "seen.md", "--expect", "h_n=2,5,9", "model.py")
    assert (run.returncode, run.stdout) == (2, EVERY_BATCH)
    assert "does not say of which layer; there are 'decoder', 'encoder.lstm'" in sentence_of(run.stderr)
    text = (model.parent / "seen.md").read_text("utf-8")
    assert "| tensor |" in text
    assert "model.py:11" in text


def test_a_program_is_ended_after_so_many_calls(model: Path, process: Command) -> None:
    run = process("run", "--calls", "2", "model.py", "7")
    assert (run.returncode, run.stdout) == (0, "batch of 5\n")
    assert "the program was ended after 2 calls of its first recurrent layer" in run.stderr
    assert "encoder.lstm = nn.LSTM(6, 9, num_layers=2, batch_first=True)   2 calls" in run.stderr


def test_each_layer_is_shown_after_its_first_call_and_then_no_more(model: Path, process: Command) -> None:
    model.write_text(MODEL.replace("size)\n    if", "size, file=sys.stderr)\n    if"), "utf-8")
    run = process("run", "--first", "model.py")
    assert run.stderr.count("1 call\n") == 2
    assert run.stderr.index("nn.GRU") < run.stderr.index("batch of 5")


WRONG = """
import threading
thread = threading.Thread(target=lambda: model(torch.randn(3, 7, 5)))
thread.start()
thread.join()
model(torch.randn(3, 7, 4))
"""


def test_errors_are_explained_under_their_tracebacks(model: Path, process: Command) -> None:
    model.write_text(f"{MODEL}{WRONG}", "utf-8")
    _, _, plain = _python(model.parent, "model.py")
    run = process("run", "model.py")
    assert run.returncode == 1
    of_thread, of_script = plain.split("Traceback", 2)[1:]
    assert run.stderr.startswith(f"{plain.split('Traceback')[0]}Traceback{of_thread}")
    assert f"\nTraceback{of_script}" in run.stderr
    assert run.stderr.count("Certain: the input has another number of features") == 2


def test_a_program_with_other_processes_prints_the_same_and_shows_one_set_of_tables(
    process: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    classifier.main()
    (tmp_path / "program.py").write_text(Path(classifier.__file__).read_text("utf-8"), "utf-8")
    run = process("run", "program.py")
    assert (run.returncode, run.stdout) == (0, capsys.readouterr().out)
    assert run.stderr.count("lstm = nn.LSTM(6, 9, num_layers=2, batch_first=True, bidirectional=True)   3 calls") == 1


THREAD = """
import threading
def work():
    while True:
        model(torch.randn(2, 7, 6))
threading.Thread(target=work, daemon=True).start()
while True:
    time.sleep(0.01)
"""


def test_a_program_is_ended_after_so_many_calls_in_a_thread(model: Path, process: Command) -> None:
    model.write_text(f"import time\n{MODEL}{THREAD}", "utf-8")
    run = process("run", "--calls", "6", "model.py")
    assert run.returncode == 0
    assert "the program was ended after 6 calls" in run.stderr
    assert "Traceback" not in run.stderr


def test_who_only_looks_for_torch_does_not_end_the_wait_for_it(process: Command, tmp_path: Path) -> None:
    looks = "import importlib.util\nimportlib.util.find_spec('torch')\nimportlib.util.find_spec('torch')\n"
    (tmp_path / "sub").mkdir()
    (tmp_path / "program.py").write_text(
        f"{looks}import os, torch\ntorch.nn.LSTM(3, 4)(torch.zeros(2, 1, 3))\nos.chdir('sub')\n", "utf-8"
    )
    run = process("run", "--output", "seen.md", "program.py")
    assert (run.returncode, run.stderr) == (0, "")
    assert "nn.LSTM(3, 4)" in (tmp_path / "seen.md").read_text("utf-8")


def test_settings_made_before_torch_is_imported_count(process: Command, tmp_path: Path) -> None:
    before = "import os, sys\nprint('torch' in sys.modules)\nos.environ['OMP_NUM_THREADS'] = '2'\n"
    (tmp_path / "program.py").write_text(f"{before}import torch\nprint(torch.get_num_threads())\n", "utf-8")
    run = process("run", "program.py", OMP_NUM_THREADS="1")
    assert run.stdout == "False\n2\n"


BAD = {
    "no file": ("nowhere.py", "nowhere.py cannot be run: No such file or directory"),
    "a folder": (".", ". is a folder without a __main__.py"),
    "no module": ("-m nowhere.at_all", "there is no module nowhere.at_all"),
    "no Python": ("text.py", "line 1: "),
    "bytes": ("bytes.py", "null byte"),
    "no expectation": ("--expect h_n text.py", "is no expectation; write encoder.lstm:h_n=4,8,128"),
    "no shape": ("--expect h_n=a(b text.py", "a(b"),
    "no folder to write to": ("-o nowhere/seen.md text.py", "there is no folder nowhere"),
    "no calls": ("--calls 0 text.py", "--calls"),
}


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence(words: str, sentence: str, process: Command, tmp_path: Path) -> None:
    (tmp_path / "text.py").write_text("this is no Python\n", "utf-8")
    (tmp_path / "bytes.py").write_bytes(b"\x00\x01")
    run = process("run", *words.split())
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence in sentence_of(run.stderr)


def test_the_help_says_that_the_program_is_executed(command: Command) -> None:
    assert "executes the program" in command("run", "--help").stdout
