"""What words and numbers in claims mean, where the code has variables and defaults of its own."""

from __future__ import annotations

import pytest

from lstm_shapes import Claim, check_text

CODE = """\
import torch
from torch import nn

class Model(nn.Module):
    def __init__(self, emb={emb}, hidden={hidden}, layers={layers}, both={both}):
        super().__init__()
        self.lstm = nn.LSTM(emb, {size}, layers, bidirectional={flag}, batch_first=True)

    def forward(self, x):
        {before}
        out, (h, c) = self.lstm(x)  # {claim}
"""
USUAL = {"emb": 30, "hidden": 50, "layers": 3, "both": True, "size": "hidden", "flag": True, "before": "pass"}


def _claims(**changes: object) -> list[Claim]:
    return list(check_text(CODE.format(**{**USUAL, **changes}), kind="py").claims)


# id: changes to the code, what is claimed, the verdict, the rule
CASES: dict[str, tuple[dict[str, object], str, str, str | None]] = {
    "the default of a parameter": ({}, "out: (B, T, 100)", "true", None),
    "the default, and one direction forgotten": ({}, "out: (B, T, 50)", "false", "LS005"),
    "another number than the default": ({}, "out: (B, T, 128)", "unverified", None),
    "rows by default": ({}, "h: (6, B, 50)", "true", None),
    "rows by default, and one direction forgotten": ({}, "h: (3, B, 50)", "false", "LS005"),
    "directions by a flag that is on by default": ({"flag": "both"}, "h: (layers, B, hidden)", "unverified", None),
    "directions by a flag that is off by default": (
        {"flag": "both", "both": False},
        "h: (layers, B, hidden)",
        "true",
        None,
    ),
    "a variable of which the LSTM has half": ({"size": "hidden // 2"}, "out: (B, T, hidden)", "true", None),
    "twice a variable of which the LSTM has half": (
        {"size": "hidden // 2"},
        "out: (B, T, 2 * hidden)",
        "false",
        "LS005",
    ),
    "a factor of the batch": (
        {"before": "B, S, W, E = x.shape; x = x.view(B * S, W, E)"},
        "out: (B * S, W, 2 * hidden)",
        "true",
        None,
    ),
    "a factor of the batch, taken for the batch": (
        {"before": "B, S, W, E = x.shape; x = x.view(B * S, W, E)"},
        "out: (B, W, 2 * hidden)",
        "unverified",
        None,
    ),
}


@pytest.mark.parametrize(("changes", "claim", "verdict", "rule"), CASES.values(), ids=CASES)
def test_a_variable_of_the_code_means_what_it_holds(
    changes: dict[str, object], claim: str, verdict: str, rule: str | None
) -> None:
    (found,) = _claims(**changes, claim=claim)
    assert (found.verdict.value, found.rule) == (verdict, rule)


def test_a_text_that_is_said_of_two_tensors_is_corrected_only_as_suits_both() -> None:
    call = "from torch import nn\nimport torch\noutput, (h_n, c_n) = nn.LSTM(10, 20, 2)(torch.randn(5, 3, 10))\n"
    both = check_text(f"{call}# h_n and c_n are both (3, 2, 20)\n", kind="py").claims
    assert [claim.expected for claim in both] == ["(2, 3, 20)"] * 2
    assert both[0].fix == both[1].fix != ()
    other = check_text(f"{call}# output and h_n are both (3, 5, 20)\n", kind="py").claims
    assert [claim.expected for claim in other] == ["(5, 3, 20)", "(2, 3, 20)"]
    assert [claim.fix for claim in other] == [(), ()]
