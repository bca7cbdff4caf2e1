import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, batch_first=True)
x = torch.randn(3, 5, 10)
out, (h, c) = lstm(x)
if h.shape == (3, 2, 20):
    raise AssertionError("h would be batch first")
elif out.shape != (3, 5, 20):
    raise AssertionError("out isn't batch first")
ok = True if out.shape == (5, 3, 20) else False
assert not ok
while out.shape != (5, 3, 20):
    out = out.transpose(0, 1)
print(out.shape)                 # torch.Size([5, 3, 20])
flags = [t.shape == (2, 3, 20) for t in (out, h, c)]
print(flags)                     # [False, True, True]
torch.testing.assert_close(torch.zeros(5, 3, 20) * out, torch.zeros(5, 3, 20))
assert out.shape == (5, 3, 20), f"{out.shape} is not (5, 3, 20)"
assert out.shape != (3, 5, 20), "out is still (3, 5, 20)"
try:
    assert h.shape == (3, 2, 20), "h is not batch first"
except AssertionError as e:
    print(e)
