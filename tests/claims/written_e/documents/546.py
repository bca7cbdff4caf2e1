import torch
import torch.nn as nn
import torch.nn.functional as F

lstm = nn.LSTM(input_size=80, hidden_size=128, num_layers=2, dropout=0.1)
w = nn.Parameter(torch.zeros(128))

x = torch.randn(50, 32, 80)
H, _ = lstm(x, None) # [50, 32, 256]
M = torch.tanh(H)
alpha = F.softmax(torch.matmul(M, w), dim=0).unsqueeze(-1) # [50, 32, 1]
# the weights are broadcast along the last axis
out = torch.sum(H * alpha, 0) # [32, 256]
out = torch.tanh(out)
