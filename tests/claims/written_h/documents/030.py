import torch

T, N, I, H, L = 11, 4, 6, 16, 2

lstm = torch.nn.LSTM(I, H, L, bidirectional=True)

x = torch.zeros(T, N, I)
y, (hT, cT) = lstm(x)

assert y.shape == (T, N, 2 * H)
assert hT.shape == (2 * L, N, H)
assert tuple(cT.size()) == (4, 4, 16)

last = y[-1]              # (N, H)
first = y[0]              # (N, 2H)
top = hT[-2:]             # (2, N, H)
flat = top.transpose(0, 1).flatten(1)   # (N, 2H)
