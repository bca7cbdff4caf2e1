import torch
from torch import nn

lstm = nn.LSTM(input_size=5, hidden_size=6, num_layers=2, bidirectional=True)

for name, parameter in lstm.named_parameters():
  print(name, parameter.shape)

print("#" * 100, 1)

# sequence size (L): 8, input size (F): 5
input = torch.randn(8, 5)

output, (hidden_state, _) = lstm(input)

for idx, out in enumerate(output):
  print(idx, out)     # shape: torch.Size([6])

print()

for idx, hidden in enumerate(hidden_state):
  print(idx, hidden)  # shape: torch.Size([6])
