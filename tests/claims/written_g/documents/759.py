import torch
import torch.nn as nn

width = 34
rnn = nn.GRU(input_size=26, hidden_size=width,
             bidirectional=True, bias=True)

# RNN requires format (seq_len, batch, input_size)
x = torch.randn(55, 4, 26)
x, _ = rnn(x)

# (55, 4, 68) -> (55, 4, 34)
x = x.view(x.size(0), x.size(1), 2, -1).sum(2).view(x.size(0), x.size(1), -1)
print(x.shape)
