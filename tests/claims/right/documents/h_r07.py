import torch
import torch.nn as nn

# last incomplete batch: 103 samples, batch size 25 -> sizes 25, 25, 25, 25, 3
lstm = nn.LSTM(input_size=2, hidden_size=9, batch_first=True)
data = torch.randn(103, 6, 2)
for i, xb in enumerate(data.split(25)):
    yb, (hb, cb) = lstm(xb)   # (25, 6, 9) for all but the last batch
print(yb.shape)               # torch.Size([3, 6, 9])
print(hb.shape)               # torch.Size([1, 3, 9])
w = dict(lstm.named_parameters())
print(w["weight_ih_l0"].shape)   # torch.Size([36, 2])
print(w["weight_hh_l0"].shape)   # torch.Size([36, 9])
print(w["bias_ih_l0"].shape)     # torch.Size([36])
