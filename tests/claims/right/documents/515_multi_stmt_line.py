import torch
from torch import nn

lstm = nn.LSTM(10, 20); x = torch.randn(5, 3, 10)   # x: (5, 3, 10)
out, (h, c) = lstm(x); out = out[-1]                # (3, 20)
out2, _ = lstm(x); out2 = out2.permute(1, 2, 0)     # (3, 20, 5)
h = h[0] if h.size(0) == 1 else h; c = c.squeeze()  # (3, 20) (3, 20)
y = (
    lstm(x)[0]              # (5, 3, 20)
    .transpose(0, 1)        # (3, 5, 20)
    .reshape(3, -1)         # (3, 100)
    .unsqueeze(1)           # (3, 1, 100)
)
z = torch.cat(
    [
        h,                  # (3, 20)
        c,                  # (3, 20)
        y[:, 0],            # (3, 100)
    ],
    dim=-1,
)                           # (3, 140)
out, (h, c) = lstm(
    x[:2],                  # (2, 3, 10)
    (h[None], c[None]),     # (1, 3, 20), (1, 3, 20)
)                           # (2, 3, 20)
print(z.shape, out.shape)   # torch.Size([3, 140]) torch.Size([2, 3, 20])
