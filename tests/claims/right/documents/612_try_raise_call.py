import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2)
x = torch.randn(5, 3, 10)
try:
    out, (h, c) = lstm(torch.randn(5, 3, 20))
except RuntimeError:
    out, (h, c) = lstm(x)
print(out.shape)     # torch.Size([5, 3, 20])
bad = [torch.zeros(3, 2, 20)] * 2
try:
    lstm(x, tuple(bad))
except RuntimeError as e:
    print(e)         # Expected hidden[0] size (2, 3, 20), got [3, 2, 20]
else:
    raise SystemExit("no error?")
import contextlib
with contextlib.suppress(RuntimeError):
    lstm(torch.randn(5, 3, 7))
    print("never")
if False:
    lstm(torch.randn(5, 3, 7))
if x.size(-1) != 10:
    lstm(torch.randn(5, 3, 7))


def boom():
    """Raises RuntimeError: input.size(-1) must be equal to input_size."""
    return lstm(torch.randn(5, 3, 7))


try:
    boom()
except RuntimeError:
    pass
