"""What a document imports from its own project is what Python imports, and PyTorch makes of it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lstm_shapes.check.interpreter.interpreter import new_machine, run
from lstm_shapes.check.program.tree import Tree
from tests.conftest import Command, plain_environment

_ENCODER = """
import torch
from torch import nn
class Encoder(nn.Module):
    def __init__(self, size, hidden=8):
        super().__init__()
        self.rnn = nn.LSTM(size, hidden, bidirectional=True)
    def forward(self, x):
        return self.rnn(x)[0]
"""
_TRAIN = "import torch\nx = torch.randn(2, 3, 5)\n"

PROJECTS: Mapping[str, Mapping[str, str]] = {
    "a module beside it": {"model.py": _ENCODER, "train.py": "from model import Encoder\nresult = Encoder(5)(x)"},
    "a module under another name": {"model.py": _ENCODER, "train.py": "import model as m\nresult = m.Encoder(5, 6)(x)"},
    "a package that hands names on": {
        "models/__init__.py": "from .encoder import Encoder as Best",
        "models/encoder.py": _ENCODER,
        "train.py": "from models import Best\nresult = Best(5)(x)",
    },
    "a module of a package, by its whole name": {
        "models/__init__.py": "",
        "models/encoder.py": _ENCODER,
        "train.py": "import models.encoder\nresult = models.encoder.Encoder(5)(x)",
    },
    "a package without __init__": {
        "models/encoder.py": _ENCODER,
        "train.py": "from models import encoder\nresult = encoder.Encoder(5)(x)",
    },
    "all names of settings": {
        "settings.py": "HIDDEN = 7\n_LAYERS = 2",
        "model.py": _ENCODER,
        "train.py": "from settings import *\nfrom model import *\nresult = Encoder(5, HIDDEN)(x)",
    },
    "a base class two modules away": {
        "base.py": _ENCODER,
        "nets/__init__.py": "",
        "nets/net.py": (
            "from base import Encoder\nclass Net(Encoder):\n    def __init__(self):\n        super().__init__(5, 9)\n"
            "    def forward(self, x):\n        return super().forward(x)[-1]\n"
        ),
        "train.py": "from nets.net import Net\nresult = Net()(x)",
    },
    "names that both modules use": {
        "model.py": "size = 4\n" + _ENCODER + "def build():\n    return Encoder(5, size)\n",
        "train.py": "from model import build\nsize = 6\nresult = build()(x)",
    },
    "modules that import each other": {
        "one.py": "import two\n" + _ENCODER + "def build():\n    return Encoder(5, two.SIZE)\n",
        "two.py": "import one\nSIZE = 6\n",
        "train.py": "import one\nresult = one.build()(x)",
    },
    "the code below `src`": {
        "src/project/__init__.py": "",
        "src/project/model.py": _ENCODER,
        "train.py": "from project.model import Encoder\nresult = Encoder(5)(x)",
    },
    "what is changed after it is made": {
        "settings.py": "class C:\n    n = 3\nc = C()\nc.n = 7\nTABLE = {'m': 4}\nTABLE['m'] = 5\nn = 6\nm = n\nn = 9\n",
        "model.py": _ENCODER,
        "train.py": "import settings as s\nfrom model import Encoder\n"
        "result = Encoder(s.TABLE['m'], s.c.n * s.m + s.n)(x)",
    },
    "what another module changes": {
        "settings.py": "WIDTH = 3\n",
        "model.py": _ENCODER,
        "train.py": "import settings as s\ns.WIDTH = 7\nfrom model import Encoder\nresult = Encoder(5, s.WIDTH)(x)",
    },
    "settings that override others": {
        "local.py": "A = 7\n_B = 3\n",
        "settings.py": "A = 4\n_B = 9\ntry:\n    from local import *\nexcept ImportError:\n    pass\n",
        "model.py": _ENCODER,
        "train.py": "import settings\nfrom model import Encoder\nresult = Encoder(5, settings.A + settings._B)(x)",
    },
    "names that a module does not hand out": {
        "one.py": "A = 7\n",
        "two.py": "__all__ = ['B']\nA, B = 4, 2\n",
        "model.py": _ENCODER,
        "train.py": "from one import *\nfrom two import *\nfrom model import Encoder\nresult = Encoder(5, A * B)(x)",
    },
    "a package and a module of one name": {
        "conf.py": "A = 4",
        "conf/__init__.py": "A = 7",
        "model.py": _ENCODER,
        "train.py": "import conf\nfrom model import Encoder\nresult = Encoder(5, conf.A)(x)",
    },
    "fields of a base class": {
        "settings.py": "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 1\n"
        "@dataclass\nclass B(A):\n    m: int = 2\n",
        "model.py": _ENCODER,
        "train.py": "from settings import B\nfrom model import Encoder\nb = B(3, 7)\nresult = Encoder(5, b.n * b.m)(x)",
    },
    "what only type checkers see": {
        "settings.py": "from typing import TYPE_CHECKING\nA = 4\nif TYPE_CHECKING:\n    A = 5\nelse:\n    A = 7\n",
        "model.py": _ENCODER,
        "train.py": "import settings\nfrom model import Encoder\nresult = Encoder(5, settings.A)(x)",
    },
    "what only a script does": {
        "model.py": _ENCODER + "width = 4\nif __name__ == '__main__':\n    width = 6\n",
        "train.py": "import model\nresult = model.Encoder(5, model.width)(x)",
    },
    "a folder called torch": {
        "torch/__init__.py": "raise SystemExit(1)",
        "train.py": "from torch import nn\nresult = nn.LSTM(5, 8)(x)[0]",
    },
}


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TRAIN + text if name == "train.py" else text)


# Runs each project as a folder of libraries sees it, torch itself first, and forgets its modules.
_RUN_ALL = """
import importlib, json, sys
import torch
kept, path = set(sys.modules), list(sys.path)
shapes = {}
for name, (folder, code) in json.load(sys.stdin).items():
    sys.path[:] = [path[0], folder, folder + "/src", *path[1:]]
    importlib.invalidate_caches()
    names = {}
    exec(code, names)
    shapes[name] = list(names["result"].shape)
    for module in set(sys.modules) - kept:
        if (getattr(sys.modules[module], "__file__", None) or folder).startswith(folder):
            del sys.modules[module]
print(json.dumps(shapes))
"""


@pytest.fixture(scope="module")
def shapes_by_pytorch(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[int]]:
    """The shape of `result` after the `train.py` of each project."""
    programs = {}
    for name, files in PROJECTS.items():
        folder = tmp_path_factory.mktemp("project")
        _write(folder, files)
        programs[name] = (str(folder), _TRAIN + files["train.py"])
    done = subprocess.run(
        [sys.executable, "-c", _RUN_ALL],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        check=True,
        env=plain_environment(),
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_ends_with_the_shape_that_pytorch_gives_it(
    name: str, shapes_by_pytorch: Mapping[str, list[int]], tmp_path: Path
) -> None:
    files = PROJECTS[name]
    _write(tmp_path, files)
    machine = new_machine(str(tmp_path / "train.py"), Tree(str(tmp_path)))
    run(machine, ast.parse(_TRAIN + files["train.py"]).body)
    result = machine.world.names["result"]
    tensor = machine.trace.tensor(result)
    assert tensor is not None, getattr(result, "reason", result)
    assert [extent.size.value for extent in tensor.extents] == shapes_by_pytorch[name]


UNKNOWN = {
    "one of two modules of a name": {
        "model.py": _ENCODER,
        "a/b/model.py": _ENCODER,
        "a/b/__init__.py": "",
        "a/b/c.py": "from model import Encoder",
        "train.py": "from a.b.c import Encoder",
    },
    "a module that is no Python": {"model.py": "class Encoder(:", "train.py": "from model import Encoder"},
    "a name that the module does not bind": {"model.py": "", "train.py": "from model import Encoder"},
    "a module outside of the project": {"../model.py": _ENCODER, "train.py": "from model import Encoder"},
    "a relative import that leaves the project": {"../model.py": _ENCODER, "train.py": "from ..model import Encoder"},
    "modules that hand a name on in a circle": {
        "one.py": "from two import Encoder",
        "two.py": "from one import Encoder",
        "train.py": "from one import Encoder",
    },
    "modules that import all names of each other": {
        "one.py": "from two import *",
        "two.py": "from one import *",
        "train.py": "from one import *",
    },
}


@pytest.mark.parametrize("files", UNKNOWN.values(), ids=UNKNOWN)
def test_what_the_project_does_not_hold_is_unknown(files: Mapping[str, str], tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    _write(project, files)
    machine = new_machine(str(project / "train.py"), Tree(str(project)))
    run(machine, ast.parse(_TRAIN + files["train.py"] + "\nresult = Encoder(5)(x)").body)
    assert machine.trace.tensor(machine.world.names["result"]) is None


def test_a_finding_points_into_the_module_that_builds_the_layer(command: Command, tmp_path: Path) -> None:
    claim = "from models.encoder import Encoder  # of an LSTM\nlstm = Encoder(5)\noutput = lstm(x)  # (2, 3, 8)"
    _write(tmp_path, {"models/encoder.py": _ENCODER, "train.py": claim.replace("Encoder(5)", "Encoder(5)  # nn.LSTM")})
    found = json.loads(command("check", "train.py", "--format", "json").stdout)["claims"]
    assert [(each["claimed"], each["expected"]) for each in found] == [("(2, 3, 8)", "(2, 3, 16)")]
    assert [(fact["path"], fact["line"]) for fact in found[0]["because"]] == [("models/encoder.py", 7)]
    full = command("check", "train.py", "--format", "full").stdout
    assert "models/encoder.py:7  the layer is built here, with bidirectional=True" in full


def test_a_module_that_has_changed_is_read_again(tmp_path: Path) -> None:
    tree = Tree(str(tmp_path))
    module = tmp_path / "model.py"
    module.write_text("n = 3")
    assert len(tree.module(str(module)).statements) == 1
    module.write_text("n = 3\nm = 4")
    assert len(tree.module(str(module)).statements) == 2


def test_imported_claims_are_not_reported_twice(command: Command, tmp_path: Path) -> None:
    _write(tmp_path, {"model.py": _ENCODER + "y = nn.LSTM(5, 8)(torch.randn(2, 3, 5))[0]  # (2, 3, 9)\n"})
    (tmp_path / "train.py").write_text("from model import *  # nn.LSTM\nz = y  # (2, 3, 8)\n")
    found = json.loads(command("check", ".", "--format", "json").stdout)["claims"]
    assert [(each["path"], each["claimed"], each["verdict"]) for each in found] == [
        ("model.py", "(2, 3, 9)", "false"),
        ("train.py", "(2, 3, 8)", "true"),
    ]
