import torch
from torch import nn

lstm = nn.LSTM(input_size=5, hidden_size=10, num_layers=1)

# input (seq_len, batch, input_size)
x = torch.randn(4, 2, 5)
# output (seq_len, batch, num_directions * hidden_size)
# h_n (num_layers * num_directions, batch, hidden_size)
output, (h_n, c_n) = lstm(x)

# (4, 2, 10)
print(output.shape)

# (2, 4, 10)
output = output.transpose(0, 1)

# (2, 40)
output = output.flatten(1)

# (2, 1)
output = nn.Linear(40, 1)(output)

# -> (2,)
output = output.squeeze(-1)
print(output.shape)  # torch.Size([2])
