import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, batch_first=True)
out, (h, c) = lstm(torch.randn(3, 5, 10))
assert not h.shape == (3, 2, 20)
assert not (h.shape == (3, 2, 20))
assert h.shape != (3, 2, 20)
assert h.shape not in [(3, 2, 20), (1, 3, 20)]
assert h.shape in [(3, 2, 20), (2, 3, 20)]
assert out.shape == (5, 3, 20) or out.shape == (3, 5, 20)
assert (out.shape == (5, 3, 20)) is False
assert out.shape > (3, 5, 10)
assert (h.shape == (3, 2, 20)) == False, "h is not batch first"
if out.shape == (5, 3, 20):
    raise ValueError("time-major")
print(h.shape == (3, 2, 20))  # False
print(out.shape == (3, 5, 20), h.shape == (3, 2, 20))  # True False
ok = h.shape == torch.Size([3, 2, 20])
assert not ok
assert out.shape[:2] == (3, 5)
assert h.shape[1:] == (3, 20)
assert out.transpose(0, 1).shape == (5, 3, 20)
assert h.new_zeros(3, 2, 20).shape == (3, 2, 20)
assert out.numel() == 300 and out.shape[-1] == 20
