import torch
import torch.nn as nn

lstm = nn.LSTM(3, 10)  # Input dim is 3, output dim is 10

inputs = [torch.randn(1, 25, 3) for _ in range(5)]  # five steps for 25 sequences
hidden = (torch.randn(1, 25, 10), torch.randn(1, 25, 10))

for i in inputs:
    # one step after another; hidden carries the state on
    out, hidden = lstm(i, hidden)
print(out.shape)
# torch.Size([1, 25, 10])

# the whole sequence at once
inputs = torch.cat(inputs)
# torch.Size([5, 25, 3])
out, hidden = lstm(inputs)
print(out.shape)
# torch.Size([5, 25, 10])
print(hidden[0].shape)
# torch.Size([1, 25, 10])
