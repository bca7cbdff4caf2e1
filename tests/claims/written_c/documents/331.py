import torch
from torch import nn

lstm = nn.LSTM(input_size=5, hidden_size=7)

# one sequence without a batch axis: length (L) 8, features (F) 5
sequence = torch.randn(8, 5)

output, (hidden_state, cell_state) = lstm(sequence)

print(output.shape)  # torch.Size([8, 7])
for idx, out in enumerate(output):
    print(idx, out.shape)  # shape: torch.Size([7])

print("-" * 60)

print(hidden_state.shape)  # torch.Size([1, 7])
for idx, (hidden, cell) in enumerate(zip(hidden_state, cell_state)):
    print(idx, hidden.shape, cell.shape)  # shape: torch.Size([7]) torch.Size([7])

lstm = nn.LSTM(input_size=5, hidden_size=7, num_layers=2)
output, (hidden_state, cell_state) = lstm(sequence)
print(hidden_state.shape)  # torch.Size([2, 7])
