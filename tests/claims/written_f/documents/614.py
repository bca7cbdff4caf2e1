import torch as T
import torch.nn as nn

input_size = 10
hidden_size = 44
num_layers = 3
seq_len = 23
batch_size = 9

rnn = nn.LSTM(
    input_size=input_size,
    hidden_size=hidden_size,
    num_layers=num_layers,
)

x = T.randn(seq_len, batch_size, input_size)
output, (hn, cn) = rnn(x)

"""
output holds the top layer at every step => (seq_len, batch_size, num_directions * hidden_size)
hn holds every layer at the last step => (num_layers * num_directions, batch_size, hidden_size)
"""
print(output.shape)  # (23, 9, 44)
print(hn.shape)  # (3, 9, 44)
