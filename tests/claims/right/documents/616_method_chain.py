import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, batch_first=True, bidirectional=True)
x = torch.randn(3, 5, 10)
pooled = (
    lstm(x)[0]               # LSTM output: (3, 5, 40)
    .max(dim=1)              # over time
    .values                  # (3, 40)
)
summary = (
    lstm(x)[1][0]            # h_n: (4, 3, 20)
    .view(2, 2, 3, 20)       # layers, directions: (2, 2, 3, 20)
    [-1]                     # (2, 3, 20)
    .permute(1, 0, 2)        # (3, 2, 20)
    .flatten(1)              # (3, 40)
)
pair = torch.stack(
    (pooled, summary),       # 2 x (3, 40)
)                            # (2, 3, 40)
heads = lstm(
    x                        # (3, 5, 10)
)[0].reshape(
    3, 5, 4, 10              # (batch, time, heads, head_dim)
).transpose(1, 2)            # (3, 4, 5, 10)
print(pooled.shape, summary.shape, pair.shape, heads.shape)
# torch.Size([3, 40]) torch.Size([3, 40]) torch.Size([2, 3, 40]) torch.Size([3, 4, 5, 10])
