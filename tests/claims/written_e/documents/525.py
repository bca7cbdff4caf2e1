import torch


input_size = 11
hidden_size = 17
n_layer = 3
seq_len = 6
batch_size = 4
n_direction = 1

gru = torch.nn.GRU(input_size, hidden_size, n_layer, bidirectional=n_direction == 2)
x = torch.randn(seq_len, batch_size, input_size)
h0 = torch.randn(n_direction*n_layer, batch_size, hidden_size)
o, h = gru(x, h0)
print(o.shape)  # torch.Size([6, 4, 17])
print(h.shape)  # torch.Size([3, 4, 17])
assert o.shape == (seq_len, batch_size, n_direction*hidden_size)
assert h.shape == (n_direction*n_layer, batch_size, hidden_size)
