import torch
from torch import nn

rnn = nn.RNN(input_size=5, hidden_size=7, num_layers=3)

# sequence size (L): 4, batch size (N): 12, input size (F): 5
batch_input = torch.randn(4, 12, 5)

batch_output, batch_hidden_state = rnn(batch_input)

print(batch_output.shape)
for idx, out in enumerate(batch_output):
  print(idx, out.shape)     # shape: torch.Size([12, 7])

print()

print(batch_hidden_state.shape)
for idx, hidden in enumerate(batch_hidden_state):
  print(idx, hidden.shape)  # shape: torch.Size([12, 7])
