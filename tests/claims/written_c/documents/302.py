import torch
from torch import nn

# 5 recorded letters, 30 pen positions, 6 sensor channels
strokes = torch.randn(5, 30, 6)

reader = nn.LSTM(
    6, 40, 2,
    batch_first=True,
    bidirectional=True)

output, (h_n, c_n) = reader(strokes)
# c_n (4, 5, 40)
c_n = c_n.permute(1, 0, 2)
# c_n (5, 4, 40)
c_flat = c_n.reshape(-1, 2 * 2 * 40)
# c_flat (batch, num_layers * num_directions * hidden_size)

letters = nn.Linear(160, 26)
print(letters(c_flat).argmax(dim=1))
