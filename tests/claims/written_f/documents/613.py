import torch
from torch import nn

lstm = nn.LSTM(input_size=4, hidden_size=9)

# one sequence without a batch axis: seven steps of four numbers
sequence = torch.randn(7, 4)

output, (hidden_state, cell_state) = lstm(sequence)

print(output.shape)        # torch.Size([7, 9])
print(hidden_state.shape)  # torch.Size([1, 9])
print(cell_state.shape)    # torch.Size([1, 9])

for step in output:
    print(step.shape)      # torch.Size([9])
