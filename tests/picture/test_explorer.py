"""The explorer: the page says of every configuration what Python says, and loads nothing."""

from __future__ import annotations

import json
import random
import re
import shlex
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from lstm_shapes import LSTMSpec, RecurrentSpec
from lstm_shapes.kinds import KINDS
from lstm_shapes.notes import notes_for
from lstm_shapes.picture.explorer import explorer, tables
from lstm_shapes.picture.network import draw
from lstm_shapes.picture.svg import svg
from lstm_shapes.shapes import parameter_formulas, state_slices, tensor_formulas
from lstm_shapes.spec import SPECS
from tests.conftest import Command

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason=f"none of {', '.join(NAMES)} is installed")


def _in_the_browser(folder: Path, page: str, script: str, *flags: str, address: str = "") -> Any:
    """What a script gives that runs after the page's own, as values of JSON."""
    file = folder / "page.html"
    probe = f"<script>document.body.textContent = JSON.stringify({script})</script>"
    file.write_text(page.replace("</body>", f"{probe}</body>"), encoding="utf-8")
    run = subprocess.run(
        [
            BROWSER or "",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}",
            *flags,
            "--dump-dom",
            f"{file.as_uri()}{address}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    body = re.search(r"<body>(.*)</body>", run.stdout, re.DOTALL)
    assert body, run.stderr
    return json.loads(unescape(body[1]))


def _configurations(count: int) -> list[dict[str, Any]]:
    """Configurations as the page's controls have them, of every kind and with small and large sizes."""
    chance = random.Random(2_718)
    sizes = [1, 2, 3, 4, 5, 6, 7, 9, 12, 40, 1_234, 123_456]
    found = []
    for number in range(count):
        hidden = chance.choice(sizes[1:])
        found.append(
            {
                "kind": list(KINDS)[number % len(KINDS)],
                "input_size": chance.choice(sizes),
                "hidden_size": hidden,
                "num_layers": chance.choice([1, 1, 2, 3, 4, 5, 9]),
                "proj_size": chance.choice([0, 0, hidden - 1]),
                "bias": chance.random() < 0.8,
                "batch_first": chance.random() < 0.5,
                "bidirectional": chance.random() < 0.5,
                "input": chance.choice(["batched", "batched", "unbatched", "packed"]),
                "seq_len": chance.choice(sizes),
                "batch_size": chance.choice(sizes),
                "lengths": [chance.choice(sizes[:9]) for _ in range(chance.choice([1, 2, 3, 4, 5, 6]))],
            }
        )
    return found


def _spec(c: dict[str, Any]) -> RecurrentSpec:
    kind = KINDS[c["kind"]]
    given = {name: c[name] for name in tables()["kinds"][kind.name]["arguments"]}
    if c["input"] == "packed" and not kind.is_cell:
        return SPECS[kind.name](**given, lengths=tuple(c["lengths"]))
    batch = {"batched": False} if c["input"] == "unbatched" else {"batch_size": c["batch_size"]}
    return SPECS[kind.name](**given, **batch, **({} if kind.is_cell else {"seq_len": c["seq_len"]}))


def _told(spec: RecurrentSpec) -> dict[str, Any]:
    """What Python says of a configuration."""
    style = re.compile(r"<style>.*?</style>\n", re.DOTALL)
    return {
        "code": spec.code,
        "tensors": [
            [name, str(f), list(f.shape(spec.sizes)), f.numbers(spec.sizes)]
            for name, f in tensor_formulas(spec).items()
        ],
        "states": [
            ["  ".join(f"{name}[{index}]" for name in spec.kind.returned), f"layer {layer} {direction}"]
            for index, layer, direction in state_slices(spec)
        ],
        "parameters": [[name, str(f), list(f.shape(spec.sizes))] for name, f in parameter_formulas(spec).items()],
        "notes": [{"id": note.id, "text": note.text} for note in notes_for(spec)],
        "svg": style.sub("", svg(draw(spec))).strip(),
    }


ASKED = """CONFIGURATIONS.map((c) => {
  const d = describe(c);
  const all = ({ name, axes, shape }) => [name, textOf(formulaSpans(axes)), shape];
  return {
    code: d.code,
    tensors: d.tensors.map((t) => [...all(t), textOf(numberSpans(t.axes, d.sizes))]),
    states: d.states.map((s) => [s.slice, s.place]),
    parameters: d.parameters.map(all),
    notes: d.notes,
    svg: draw(d.configuration, d.sizes),
    command: d.command,
    fault: fault(d.configuration),
  };
})"""


@needs_browser
def test_the_page_says_what_python_says(tmp_path: Path, command: Command) -> None:
    configurations = _configurations(200)
    script = ASKED.replace("CONFIGURATIONS", json.dumps(configurations))
    answers = _in_the_browser(tmp_path, explorer(), script)
    assert len(answers) == 200
    for c, answer in zip(configurations, answers):
        spec, asked = _spec(c), answer.pop("command")
        assert answer.pop("fault") is None
        assert answer == _told(spec)
        words = shlex.split(asked)
        assert words[:3] == ["lstm-shapes", "inspect", spec.code]
        sizes = tensor_formulas(spec)["input"].shape(spec.sizes)
        assert command(*words[1:], "--no-run", "--get", "input").stdout == ",".join(map(str, sizes)) + "\n"


WRONG = {
    "nothing": ({"hidden_size": 0}, "hidden_size"),
    "too much": ({"input_size": 2**31}, "input_size"),
    "a fraction": ({"num_layers": 1.5}, "num_layers"),
    "too many layers": ({"num_layers": 1_001}, "num_layers"),
    "no number": ({"seq_len": None}, "seq_len"),
    "a projection as wide as the cell": ({"proj_size": 20}, "proj_size"),
    "no lengths": ({"input": "packed", "lengths": []}, "lengths"),
    "a length of nothing": ({"input": "packed", "lengths": [3, 0]}, "lengths"),
    "text for a length": ({"input": "packed", "lengths": [None]}, "lengths"),
}


@needs_browser
def test_what_python_refuses_the_page_refuses(tmp_path: Path) -> None:
    given = [wrong for wrong, _ in WRONG.values()]
    found = _in_the_browser(tmp_path, explorer(), f"{json.dumps(given)}.map((c) => fault({{ ...BEGIN, ...c }}))")
    assert [one and one[0] for one in found] == [name for _, name in WRONG.values()]


SEEN = """[
  ...["#code", "#tensors tbody", "#notes"].map((one) => document.querySelector(one).textContent),
  document.querySelectorAll("#picture svg").length,
]"""


@needs_browser
def test_the_address_is_a_configuration_and_the_page_shows_it(tmp_path: Path) -> None:
    address = "#kind=GRU&num_layers=2&batch_first=true&seq_len=7"
    code, table, notes, pictures = _in_the_browser(tmp_path, explorer(), SEEN, address=address)
    assert code == "nn.GRU(10, 20, num_layers=2, batch_first=True)"
    assert "h_n(D * num_layers, N, H_out)(1 * 2, 3, 20)(2, 3, 20)" in table
    assert "h_0 and h_n stay" in notes
    assert pictures == 1


@needs_browser
def test_an_address_is_read_as_it_is_written(tmp_path: Path) -> None:
    configurations = _configurations(60)
    given = f"{json.dumps(configurations)}.map((c) => fromHash(toHash(c)))"
    assert _in_the_browser(tmp_path, explorer(), given) == configurations


ADDRESSES = {
    "names that every object has": ("#kind=constructor&__proto__=3&toString=1", "", "nn.LSTM(10, 20)"),
    "values that are none": ("#bias=1&num_layers=NaN&lengths=a,b&seq_len=1,2&input=x", "", "nn.LSTM(10, 20)"),
    "a value out of range": ("#num_layers=0", "num_layers must be a whole number from 1 to 1000", ""),
    "a fault of a control that is hidden": (
        "#kind=LSTMCell&num_layers=0&seq_len=0&input=packed&lengths=0&hidden_size=7",
        "",
        "nn.LSTMCell(10, 7)",
    ),
}


@needs_browser
@pytest.mark.parametrize(("address", "fault", "code"), ADDRESSES.values(), ids=ADDRESSES)
def test_of_an_address_only_what_has_a_meaning_counts(tmp_path: Path, address: str, fault: str, code: str) -> None:
    seen = '["#fault", "#code"].map((one) => document.querySelector(one).textContent)'
    assert _in_the_browser(tmp_path, explorer(), seen, address=address) == [fault, code]


@needs_browser
def test_nothing_goes_wrong_and_nothing_is_fetched(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(explorer(LSTMSpec(7, 9, bidirectional=True)), encoding="utf-8")
    log = tmp_path / "net.json"
    run = subprocess.run(
        [
            BROWSER or "",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--enable-logging=stderr",
            f"--log-net-log={log}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "CONSOLE" not in run.stderr
    assert "nn.LSTM(7, 9, bidirectional=True)" in run.stdout


def test_the_page_is_small_and_holds_all_that_it_needs() -> None:
    page = explorer()
    assert len(page.encode()) < 100_000
    assert set(re.findall(r"https?://[^\"'\s]*", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<link|<img|@import|url\(|(?<![.\w])eval\(|new Function", page)
    assert "default-src 'none'" in page
    assert page == explorer()


def test_the_data_ends_where_it_should_whatever_it_holds() -> None:
    page = explorer()
    data = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    assert json.loads(data)["kinds"].keys() == KINDS.keys()


def test_the_command_writes_the_page_or_opens_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("explore", "--output", "page.html").returncode == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == explorer()
    assert command("explore", "-o", "-").stdout == explorer()
    opened: list[str] = []

    def opens(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", opens)
    run = command("explore", "nn.GRU(3, 4)")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    page = Path(url2pathname(urlsplit(opened[0]).path)).read_text(encoding="utf-8")
    assert page == explorer(SPECS["GRU"](3, 4))
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    assert "no browser could be opened; the page is " in command("explore").stderr


def test_what_no_shape_depends_on_is_said_to_be_left_out(command: Command) -> None:
    run = command("explore", "nn.LSTM(3, 4, num_layers=2, dropout=0.5, dtype=torch.float64)", "-o", "page.html")
    assert (run.returncode, run.stdout) == (0, "")
    assert "dropout=0.5, dtype=torch.float64" in run.stderr
    assert command("explore", "nn.LSTM(3, 4, num_layers=2)", "-o", "page.html").stderr == ""


@pytest.mark.parametrize("code", ["nn.LSTM(10, hidden)", "nn.Linear(1, 2)", "nn.LSTM(0, 20)"])
def test_what_is_no_module_is_refused(command: Command, code: str) -> None:
    run = command("explore", code, "--output", "page.html")
    assert (run.returncode, run.stdout) == (2, "")
    assert "'CODE'" in run.stderr
