import torch
import torch.nn as nn

def seq_last(x):
    return x[:, -1]   # (B, H)

enc = nn.LSTM(20, 32, bidirectional=True, batch_first=True)
out, (h, c) = enc(torch.randn(4, 15, 20))
last = seq_last(out)
