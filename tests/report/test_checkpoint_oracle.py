"""What is read of a part of a file is what PyTorch reads from the whole of it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from lstm_shapes.report import checkpoint
from lstm_shapes.report.checkpoint import read_weights

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # PyTorch's, about dtypes that are rare

SHARED = torch.zeros(10)
CONTENTS: dict[str, Any] = {
    "a state_dict": nn.LSTM(3, 5, 2, bidirectional=True, proj_size=2).state_dict(),
    "parameters and buffers": {"p": nn.Parameter(torch.zeros(3, 4)), "b": nn.Buffer(torch.zeros(2))},
    "views": {"part": SHARED[3:7], "turned": torch.zeros(3, 4).T, "one number": torch.zeros(1).expand(5, 6)},
    "no numbers": {"none": torch.zeros(0, 3), "no axes": torch.tensor(1.0)},
    "shared numbers": {"a": SHARED, "b": SHARED[2:], "c": SHARED.view(2, 5), "again": [SHARED, SHARED]},
    "without any numbers": {"m": torch.zeros(3, 4, device="meta")},
    "sparse": {"coo": torch.eye(3).to_sparse(), "other": torch.zeros(2, 5).to_sparse()},
    "complex": {"c": torch.zeros(3, dtype=torch.complex64), "conj": torch.zeros(3, dtype=torch.complex64).conj()},
    "other things": {
        "things": [1, 2.5, None, True, "text", b"bytes", 2**70, -3, {1, 2}, 1 + 2j],
        "sizes": torch.Size([1, 2]),
        "more": [torch.device("cpu"), torch.float32, Counter("aab"), OrderedDict(a=1), (1, 2, 3, 4), torch.strided],
        "weight": torch.zeros(2),
    },
    "keys that are no text": {key: {"w": torch.zeros(2)} for key in ((0, 1), (0, 2), 3, None, 2.5, True)},
    "half a letter": {"a\ud800b": torch.zeros(1)},
}  # fmt: skip


@pytest.mark.parametrize("as_zip", [True, False], ids=["zip", "before PyTorch 1.6"])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_pytorch_reads_the_same(content: object, as_zip: bool, tmp_path: Path) -> None:
    file = tmp_path / "model.pt"
    torch.save(content, file, _use_new_zipfile_serialization=as_zip)
    theirs = torch.load(file, weights_only=True, map_location="meta")
    assert read_weights(file) == checkpoint._weights(torch, theirs)
    assert read_weights(file)
