import torch
import torch.nn as nn

# two layers, both directions, time in front
gru = nn.GRU(32, 40, num_layers=2, bidirectional=True)
tokens = torch.randn(22, 6, 32)  # (max_length, batch, 32)

_, hidden = gru(tokens)  # hidden: (2, batch, 40)
# the last two slices belong to the top layer
summary = torch.cat([hidden[-2], hidden[-1]], dim=1)  # (6, 80)
logits = nn.Linear(80, 2)(summary)
print(logits)
