"""Random programs with recurrent layers: under `run` and `watch` they print, bit for bit, what they print without."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from random import Random

import torch  # noqa: F401 - loaded once, before the process is copied

from lstm_shapes.cli import run
from tests.attack.attacking import Attack, BrokenLawError, smaller_texts
from tests.attack.forked import Ended, in_a_copy

__all__ = ["PROGRAMS"]

_NO_LAYER = 2  # the exit code of `run` where no recurrent layer was called
_MOST_SECONDS = 60
_HEAD = """\
import sys, threading
import torch
from torch import nn
torch.manual_seed({seed})

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Linear({features}, {size})
        self.rnn = nn.{kind}({size}, {size}, {layers}, batch_first={first}, bidirectional={both}, dropout={dropout})
        self.head = nn.Linear({width}, 2)

    def forward(self, x, state=None):
        out, state = self.rnn(self.emb(x), state)
        return self.head(out), state

def show(value):
    for one in value if isinstance(value, (tuple, list)) else [value]:
        print(tuple(one.shape), one.double().sum().item().hex())

net = Net()
cell = nn.LSTMCell({features}, 3)
x = torch.randn(4, 5, {features})
state = None
"""
_STEPS = (
    "show(net(x)[0])",
    "y, state = net(x, state); show(y); show(state)",
    "y, state = net(x[:2])\nshow(y)",
    "net.eval()",
    "net.train()",
    "with torch.no_grad():\n    show(net(x)[0])",
    "loss = net(x)[0].pow(2).mean(); loss.backward(); print(loss.item().hex())",
    "show([p.grad for p in net.parameters() if p.grad is not None])",
    "step = torch.optim.SGD(net.parameters(), 0.1)\nnet(x)[0].sum().backward(); step.step(); step.zero_grad()",
    "h, c = cell(x[:, 0]); show((h, c))",
    "for t in range(3):\n    h, c = cell(x[:, t])\n    show(h)",
    "packed = nn.utils.rnn.pack_padded_sequence(x, [5, 3, 2, 1], batch_first=True)\nshow(packed.data)",
    "handle = net.rnn.register_forward_hook(lambda *a: print('hook'))",
    "handle.remove()",
    "print(torch.rand(2).tolist())",
    "other = __import__('copy').deepcopy(net); show(other(x)[0])",
    "torch.save(net.state_dict(), 'w.pt'); print(sorted(torch.load('w.pt')))",
    "print(len(list(net.modules())), net.rnn)",
    "worker = threading.Thread(target=lambda: show(net(x)[0])); worker.start(); worker.join()",
    "try:\n    net(torch.randn(2))\nexcept RuntimeError as error:\n    print(error)",
    "try:\n    net(x, (torch.zeros(1), torch.zeros(1)))\nexcept Exception as error:\n    print(type(error).__name__)",
    "print(__name__, sys.argv, __file__[-7:])",
    "net.rnn(torch.randn(3, 2, 99))",
    "raise ValueError('own')",
    "sys.exit({code})",
    "sys.exit('a word')",
    "del net.rnn",
    "traced = torch.jit.trace(net.head, torch.randn(1, {width})); show(traced(torch.ones(1, {width})))",
    "show(torch.func.functional_call(net, dict(net.named_parameters()), (x,))[0])",
    "print(list(net.state_dict()))",
    "net.double(); x = x.double()",
    "state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state",
)


def _make(random: Random) -> str:
    size, both = random.randint(2, 6), random.random() < 0.4
    names = {
        "seed": random.randrange(99),
        "features": random.randint(2, 5),
        "size": size,
        "kind": random.choice(("LSTM", "GRU", "RNN")),
        "layers": random.randint(1, 3),
        "first": random.random() < 0.6,
        "both": both,
        "dropout": random.choice((0, 0.5)),
        "width": size * (1 + both),
        "code": random.randrange(4),
    }
    steps = [random.choice(_STEPS) for _ in range(random.randint(1, 9))]
    return "\n".join([_HEAD, *steps, ""]).format(**names)


def _plainly(program: str) -> Ended:
    def call() -> int:
        sys.argv = ["prog.py"]
        try:
            exec(compile(program, "prog.py", "exec"), {"__name__": "__main__", "__file__": "prog.py"})
        except SystemExit as leaving:
            return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        except Exception:
            traceback.print_exc()
            return 1
        return 0

    return in_a_copy(call, _MOST_SECONDS)


def _judge(program: str) -> None:
    plain = _plainly(program)
    if plain.code < 0:
        return  # it takes too long, or too much
    for name, other in (
        ("run", in_a_copy(lambda: run(["run", "prog.py"]), _MOST_SECONDS, files={"prog.py": program.encode()})),
        ("watch", _plainly(f"from lstm_shapes import watch\nwith watch():\n    exec({program!r}, globals())\n")),
    ):
        if other.stdout != plain.stdout:
            raise BrokenLawError(
                f"{name} changes nothing: it printed\n{other.stdout[-600:]}\nand not\n{plain.stdout[-600:]}"
            )
        if other.code != plain.code and not (name == "run" and (plain.code, other.code) == (0, _NO_LAYER)):
            raise BrokenLawError(
                f"{name} ends as the program does: {other.code} and not {plain.code}\n{other.stderr[-900:]}"
            )
        if name == "run" and "lstm_shapes/live" in other.stderr:
            raise BrokenLawError(f"{name} does not show itself: {other.stderr[-2_000:]}")
        if set(other.files) != set(plain.files):
            raise BrokenLawError(f"{name} writes what the program writes: {other.files} and not {plain.files}")


def _smaller(program: str) -> Iterator[str]:
    head, sign, steps = program.partition("state = None\n")
    return (f"{head}{sign}{less}" for less in smaller_texts(steps))


PROGRAMS = Attack(_make, _judge, _smaller)
