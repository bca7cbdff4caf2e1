import torch
import torch as T
import torch.nn as nn

input_size = 12
hidden_size = 100
num_layers = 2
seq_len = 19
batch_first = True
num_directions = 2  # or 1 for one way
batch_size = 5

rnn = nn.LSTM(
    input_size=input_size,
    hidden_size=hidden_size,
    num_layers=num_layers,
    batch_first=batch_first,
    bidirectional=(num_directions == 2),
)

x = T.randn(batch_size, seq_len, input_size)
output, (h_n, c_n) = rnn(x)

"""
output has all hidden states of the top layer
if batch_first => output: [batch_size, seq_len, num_directions * hidden_size]
h_n: [num_layers * num_directions, batch_size, hidden_size]
"""
h = h_n.view(num_layers, num_directions, batch_size, hidden_size)
print(h.shape)  # torch.Size([2, 2, 5, 100])
