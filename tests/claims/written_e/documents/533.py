import torch
import torch.nn as nn

look_back = 3
hours = torch.randn(32, look_back * 24, 1)

gru = nn.GRU(1, 48, num_layers=2, batch_first=True)
linear = nn.Linear(48 * 2, 24)

batch = hours.shape[0]
output, h_n = gru(hours) # h_n: (32, 2, 48)
h_n = h_n.view(batch, -1)  # (32, 96)
forecast = linear(h_n)
