import torch
from torch import nn

from config import build_args

args = build_args()
cell0 = nn.LSTMCell(args.features, hidden_size=96)
cell1 = nn.LSTMCell(input_size=96, hidden_size=24)

seq = torch.randn(8, 30, args.features)
# (batch_size, hidden_size)
h0, c0 = torch.zeros(8, 96), torch.zeros(8, 96)
h1, c1 = torch.zeros(8, 24), torch.zeros(8, 24)

for t in range(seq.size(1)):
    h0, c0 = cell0(seq[:, t], (h0, c0))   # h0: torch.Size([8, 96])
    h1, c1 = cell1(h0, (h1, c1))          # h1: torch.Size([1, 8, 24])
