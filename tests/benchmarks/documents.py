"""Documents to check, as many and as long as the goals speak of."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_documents"]

_GUIDE = """\
# Model {n}

```python
import torch
from torch import nn

lstm = nn.LSTM({width}, 20, num_layers=2, batch_first=True)
output, (h_n, c_n) = lstm(torch.randn(3, {steps}, {width}))
print(output.shape)  # torch.Size([3, {steps}, 20])
print(h_n.shape)  # (num_layers, batch, hidden_size)
print(c_n.shape)  # (2, 3, 20)
```

- `output`: `(batch, seq_len, hidden_size)`
- `h_n`: `(num_layers, batch, hidden_size)`
- `c_n`: `(num_layers, batch, hidden_size)`

| tensor | shape |
|---|---|
| output | (3, {steps}, 20) |
| h_n | (2, 3, 20) |
| c_n | (2, 3, 20) |

The output has shape (3, {steps}, 20).
"""
_SESSION = """\
>>> import torch
>>> from torch import nn
>>> lstm = nn.LSTM(10, 20)
"""
_EXAMPLE = """\
>>> x, _ = lstm(torch.randn({steps}, 3, 10))
>>> x.shape
torch.Size([{steps}, 3, 20])
"""


def _guide(n: int) -> str:
    return _GUIDE.format(n=n, width=10 + n % 90, steps=4 + n % 70)


def write_documents(folder: Path) -> None:
    """Write them: `many` guides of ten claims each, `half` as many, `long` and `short` ones, and files without any."""
    for name, count in (("many", 1000), ("half", 500)):
        (folder / name).mkdir()
        for n in range(count):
            (folder / name / f"{n:04}.md").write_text(_guide(n), encoding="utf-8")
    for name, count in (("long.md", 1000), ("short.md", 500)):
        (folder / name).write_text("\n".join(map(_guide, range(count))), encoding="utf-8")
    (folder / "plain.md").write_text("There is nothing here about recurrent layers.\n" * 115_000, encoding="utf-8")
    (folder / "empty.md").write_text("", encoding="utf-8")
    examples = "".join(_EXAMPLE.format(steps=1 + n % 40) for n in range(200))
    (folder / "examples.txt").write_text(_SESSION + examples, encoding="utf-8")
