import torch
from torch import nn
cfg = {"input_size": 10, "hidden_size": 20}
def widen(c):
    c["input_size"] = 32
widen(cfg)
lstm = nn.LSTM(**cfg)
out, (h, c) = lstm(torch.randn(5, 3, 32))
print(out.shape)     # torch.Size([5, 3, 20])
