import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

ds = TensorDataset(torch.randn(100, 24, 6), torch.randn(100))
dl = DataLoader(ds, batch_size=32)   # 4 batches: 32, 32, 32, 4
lstm = nn.LSTM(6, 50, batch_first=True)
for x, y in dl:
    out, (h, c) = lstm(x)            # (32, 24, 50), (1, 32, 50); the last one (4, 24, 50), (1, 4, 50)
    out = out[:, -1]                 # (32, 50), the last one (4, 50)
print(out.shape)   # torch.Size([4, 50])
print(h.shape)     # torch.Size([1, 4, 50])
x, y = next(iter(dl))
out, (h, c) = lstm(x)
print(out.shape)   # torch.Size([32, 24, 50])
print(h.shape)     # torch.Size([1, 32, 50])
