"""What a repair makes of a program: it runs, and it computes what the program was written for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.live.test_explaining import explained, raised

HEAD = """\
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

torch.manual_seed(0)
x, word, labels = torch.randn(4, 7, 6), torch.randn(4, 1, 5), torch.randint(3, (4, 7))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A model whose line `wrong` fails; the repair stands in front of it, or takes its place.

    built: its modules. before, after: the other lines of `def model(x, word)`. replaces: whether the repair is the
    line itself. law: what must be true of the repaired model.
    """

    cause: str
    built: str
    before: str
    wrong: str
    after: str
    law: Callable[[Callable[..., Any], Any], None]
    replaces: bool = False
    call: str = "model(x, word)"

    def program(self, line: str) -> str:
        body = "\n".join((self.before, line, self.after))
        return f"{HEAD}{self.built}\ndef model(x, word):\n{indent(body, '    ')}\nresult = {self.call}\n"


def _changed(x: Tensor, *place: Any) -> Tensor:
    other = x.clone()
    other[place] += 1
    return other


def _keeps_what_the_encoder_read(model: Callable[..., Any], of: Any) -> None:
    assert not torch.equal(model(of.x, of.word), model(_changed(of.x, ...), of.word))


def _keeps_both_directions(model: Callable[..., Any], of: Any) -> None:
    """All weights of the encoder, those of both directions, get a gradient."""
    _keeps_what_the_encoder_read(model, of)
    weights = tuple(of.encoder.parameters())
    gradients = torch.autograd.grad(model(of.x, of.word).sum(), weights, allow_unused=True)
    assert all(one is not None and one.any() for one in gradients)


def _samples_stay_apart(model: Callable[..., Any], of: Any) -> None:
    result, other = model(of.x, of.word), model(_changed(of.x, 1), of.word)
    assert len(result) == len(of.x)
    assert torch.equal(result[0], other[0])
    assert not torch.equal(result[1], other[1])


def _time_stays_time(model: Callable[..., Any], of: Any) -> None:
    _samples_stay_apart(model, of)
    result, later = model(of.x, of.word), model(_changed(of.x, slice(None), -1), of.word)
    assert torch.equal(result[:, 0], later[:, 0])
    assert not torch.equal(result[:, -1], later[:, -1])


def _is_the_loss_of_each_step(model: Callable[..., Any], of: Any) -> None:
    scores = of.linear(of.lstm(of.x)[0])
    each = torch.nn.functional.cross_entropy(scores.reshape(-1, 3), of.labels.reshape(-1))
    assert torch.allclose(model(of.x, of.word), each)


def _takes_the_last_layer(model: Callable[..., Any], of: Any) -> None:
    last = of.encoder(of.x)[1][-1:]
    assert torch.equal(model(of.x, of.word)[..., 5:], last)


def _one_sample_is_like_many(model: Callable[..., Any], of: Any) -> None:
    many = model(of.x, of.word)
    assert torch.allclose(model(of.x[:1], of.word[:1]), many[:1], atol=1e-6)


ENCODED = "output, states = encoder(x)"
DECODE = "output, states = decoder(word, states)"


def _decoding(cause: str, encoder: str, decoder: str, law: Any, *more: str, decode: str = DECODE) -> Case:
    built = f"encoder = nn.LSTM(6, {encoder}, batch_first=True)\ndecoder = nn.LSTM(5, {decoder}, batch_first=True)"
    return Case(cause, built, "\n".join((ENCODED, *more)), decode, "return output", law, replaces=decode != DECODE)


CASES = {
    "both directions to one": _decoding("missing-directions", "8, bidirectional=True", "8", _keeps_both_directions),
    "both directions of two layers": _decoding(
        "missing-directions", "8, num_layers=2, bidirectional=True", "8, num_layers=2", _keeps_both_directions
    ),
    "one direction to both": _decoding(
        "missing-directions", "8", "8, bidirectional=True", _keeps_what_the_encoder_read
    ),
    "both directions joined": _decoding(
        "encoder-state-width",
        "8, bidirectional=True",
        "8",
        _keeps_both_directions,
        "states = tuple(torch.cat((s[0::2], s[1::2]), dim=-1) for s in states)",
    ),
    "both directions to one as wide as both": _decoding(
        "encoder-state-width", "8, bidirectional=True", "16", _keeps_both_directions
    ),
    "a beam of three for each sequence": _decoding(
        "stale-batch-size", "8", "8", _keeps_what_the_encoder_read, "word = word.repeat_interleave(3, dim=0)"
    ),
    "a state and nothing": _decoding(
        "state-not-a-tuple",
        "8",
        "8",
        _keeps_what_the_encoder_read,
        "h, c = states",
        decode="output, states = decoder(word, (h, None))",
    ),
    "three layers to one": _decoding("wrong-num-layers", "8, num_layers=3", "8", _keeps_what_the_encoder_read),
    "one layer to two": _decoding("wrong-num-layers", "8", "8, num_layers=2", _keeps_what_the_encoder_read),
    "another width": _decoding("wrong-hidden-size", "9", "8", _keeps_what_the_encoder_read),
    "time first, in states": Case(
        "batch-first-states",
        "encoder, decoder = nn.GRU(6, 8, batch_first=True), nn.GRU(5, 8, batch_first=True)",
        "h = encoder(x)[1].transpose(0, 1)",
        "output, h = decoder(word, h)",
        "return output",
        _samples_stay_apart,
    ),
    "channels before steps": Case(
        "swapped-features-and-sequence",
        "conv, lstm = nn.Conv1d(6, 9, 1), nn.LSTM(9, 8, batch_first=True)",
        "x = conv(x.transpose(1, 2))",
        "output, _ = lstm(x)",
        "return output",
        _time_stays_time,
    ),
    "numbers without an axis of features": Case(
        "wrong-input-rank",
        "lstm = nn.LSTM(1, 8, batch_first=True)",
        "x = x[:, :, 0]",
        "output, _ = lstm(x)",
        "return output",
        _time_stays_time,
    ),
    "the columns of an image": Case(
        "wrong-input-rank",
        "conv, lstm = nn.Conv2d(1, 3, 1), nn.LSTM(18, 8, batch_first=True)",
        "x = conv(x.transpose(1, 2).unsqueeze(1))  # (N, C, H, W), and W is time",
        "output, _ = lstm(x)",
        "return output",
        _time_stays_time,
    ),
    "a view behind a transposition": Case(
        "view-after-transpose",
        "lstm = nn.LSTM(6, 8, num_layers=2, batch_first=True)",
        "_, (h_n, _) = lstm(x)",
        "summary = h_n.transpose(0, 1).view(len(x), -1)",
        "return summary",
        _samples_stay_apart,
        replaces=True,
    ),
    "classes last": Case(
        "target-shape",
        "lstm, linear = nn.LSTM(6, 8, batch_first=True), nn.Linear(8, 3)",
        "scores = linear(lstm(x)[0])",
        "loss = nn.functional.cross_entropy(scores, labels)",
        "return loss",
        _is_the_loss_of_each_step,
        replaces=True,
    ),
    "all layers for the last": Case(
        "all-layers-for-the-last",
        "encoder = nn.GRU(6, 8, num_layers=2, batch_first=True)",
        "hidden = encoder(x)[1]",
        "joined = torch.cat((word.transpose(0, 1), hidden), dim=2)",
        "return joined",
        _takes_the_last_layer,
        replaces=True,
    ),
    "a batch of one, squeezed": Case(
        "squeezed-axis",
        "lstm, linear = nn.LSTM(6, 8, batch_first=True), nn.Linear(8, 3)",
        "_, (h_n, _) = lstm(x)",
        "scores = linear(h_n).squeeze().softmax(dim=1)",
        "return scores",
        _one_sample_is_like_many,
        replaces=True,
        call="model(x[:1], word[:1])",
    ),
    "a batch that is packed in no order": Case(
        "packed-lengths-order",
        "lstm = nn.LSTM(6, 8, batch_first=True)\nlengths = [3, 7, 5, 7]",
        "",
        "packed = pack_padded_sequence(x, lengths, batch_first=True)",
        "return lstm(packed)[1][0][-1]",
        _samples_stay_apart,
        replaces=True,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_repaired_program_computes_what_it_was_written_for(case: Case) -> None:
    suspect = explained(case.program(case.wrong)).finding.suspects[0]
    assert suspect.cause == case.cause
    repaired = case.program(suspect.fix if case.replaces else f"{suspect.fix}\n{case.wrong}")
    variables: dict[str, Any] = {}
    exec(compile(repaired, "repaired.py", "exec"), variables)
    names = type("Program", (), variables)
    case.law(variables["model"], names)


def test_the_programs_fail_as_they_stand() -> None:
    assert all(isinstance(raised(case.program(case.wrong))[0], Exception) for case in CASES.values())
