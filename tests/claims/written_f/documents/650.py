import torch
from torch import nn

rnn = nn.RNN(input_size=3, hidden_size=6, num_layers=2, bidirectional=True)

# input.shape: [seq_len, batch_size, input_size]
input = torch.randn(8, 5, 3)

# output.shape: [seq_len, batch_size, 2*hidden_size]
# hn.shape: [num_layers × num_directions, batch_size, hidden_size]
output, hn = rnn(input)

print(output.shape)
# torch.Size([8, 5, 12])
print(hn.shape)
# torch.Size([4, 5, 6])
