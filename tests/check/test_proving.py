"""A correction is offered only where the corrected text bears it out: its claim is true, and no other has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_shapes.check.checker import check_document
from lstm_shapes.check.decoding import read_source
from lstm_shapes.check.discovery import kind_of
from lstm_shapes.check.fix import fixed
from lstm_shapes.check.result import Checked, Verdict

CLASS = """
from torch import nn
class Net(nn.Module):
    def __init__(self, {parameters}):
        super().__init__()
        self.rnn = nn.LSTM({layer})
    def forward(self, x):
        {body}
"""


def _in_a_class(parameters: str, layer: str, body: str) -> str:
    return CLASS.format(parameters=parameters, layer=layer, body=body.replace("\n", "\n        "))


UNPROVEN = {
    "only one of two places can be corrected": _in_a_class(
        "cells, units",
        "cells, units",
        "n = x.shape[0]\n# begin with nothing, h: (n, 1, units)\n"
        "h = torch.zeros(1, n, units)\nc = torch.zeros(1, n, units)\n"
        "out, (h, c) = self.rnn(x, (h, c))  # h: (1, n, units)\nreturn out",
    ),
}


def _assert_each_correction_is_borne_out(before: Checked, after: Checked) -> None:
    corrected = fixed(before).claims
    assert [claim.fix != () for claim in before.claims] == [claim in corrected for claim in before.claims]
    wanted = [Verdict.TRUE if claim in corrected else claim.verdict for claim in before.claims]
    assert [(claim.tensor, claim.verdict) for claim in after.claims] == [
        (claim.tensor, verdict) for claim, verdict in zip(before.claims, wanted)
    ]
    assert not fixed(after).claims


@pytest.mark.parametrize("text", UNPROVEN.values(), ids=UNPROVEN)
def test_a_correction_that_would_not_be_true_is_not_offered(text: str) -> None:
    before = check_document(text, "py", "x.py")
    assert not before.claims[0].fix
    assert before.claims[0].verdict is Verdict.FALSE
    _assert_each_correction_is_borne_out(before, check_document(fixed(before).text, "py", "x.py"))


@pytest.mark.parametrize(
    ("claimed", "right"), [("B x T x 150", "B x T x (word + char)"), ("(B, T, 150)", "(B, T, word + char)")]
)
def test_a_sum_among_crosses_has_brackets(claimed: str, right: str) -> None:
    sizes = "word=40, char=7", "word + char, 11, batch_first=True"
    (claim,) = check_document(
        _in_a_class(*sizes, f"x  # {claimed}\nreturn self.rnn(x)") + "Net()\n", "py", "x.py"
    ).claims
    assert claim.expected == right
    text = _in_a_class(*sizes, "x  # B x T x word+char\nreturn self.rnn(x)")
    assert [claim.verdict for claim in check_document(text, "py", "x.py").claims] == [Verdict.TRUE]


DOCUMENTS = sorted((Path(__file__).parents[1] / "claims" / "wild" / "documents").iterdir())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_corrections_are_true_and_change_nothing_else(path: Path) -> None:
    kind = kind_of(path.name)
    assert kind is not None
    before = check_document(read_source(str(path)).text, kind, path.name)
    _assert_each_correction_is_borne_out(before, check_document(fixed(before).text, kind, path.name))
