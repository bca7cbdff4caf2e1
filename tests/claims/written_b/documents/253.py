import torch
import torch.nn as nn

# two layers, both ways
gru = nn.GRU(input_size=14, hidden_size=22, num_layers=2, batch_first=True, bidirectional=True)

# noise as input
input_data = torch.randn(6, 4, 14)  # (seq_len, batch, input_size)

# start state
h0 = torch.randn(4, 6, 22)  # (num_layers * num_directions, batch, hidden_size)

output, hn = gru(input_data, h0)

print(output.shape)  # should give (6, 4, 44), 22 per direction
print(hn.shape)      # should give (4, 6, 22)
