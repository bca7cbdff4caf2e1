import torch
from torch import nn

lstm = nn.LSTM(10, 20)            # Hochreiter & Schmidhuber (1997)
x = torch.randn(5, 3, 10)         # uniform in (0, 1)
out, (h, c) = lstm(x)             # takes about (3, 5) ms
out = out[-1]                     # cf. eq. (3, 4)
out = out * 2                     # scale (1, 2)
h = h[0]                          # layer (0, 1)
c = c.squeeze(0)                  # drop dim (0,)
out = out.reshape(3, 4, 5)        # heads = (4, 5)
out = out.permute(0, 2, 1)        # (0, 2, 1): swap the last two axes
h = h.transpose(0, 1)             # swap dims (0, 1)
c = c.sum(1)                      # over [1]
out = out.roll((1, 2), (0, 1))    # shifts (1, 2), dims (0, 1)
out = out[1:3]                    # rows [1, 3)
out = out.flip((0, 1))            # axes (0, 1)
out = out.expand(2, 5, 4)         # v1.2 [2, 3]
print(out.shape)                  # torch.Size([2, 5, 4])
print(out.mean((0, 1)).shape)     # mean over (0, 1): torch.Size([4])
print(out[..., 0].shape)          # drop axis (2,): torch.Size([2, 5])
