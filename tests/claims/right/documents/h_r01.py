import torch
import torch.nn as nn

lstm = nn.LSTM(10, 20, 2, batch_first=True)
x = torch.randn(2, 2, 10)
out, (h, c) = lstm(x)
# with batch == seq == layers: out is (2, 2, 20) and h is (2, 2, 20)
h = h.transpose(0, 1)       # now batch first: (batch, num_layers, hidden_size)
c = c.permute(1, 0, 2)      # (batch, num_layers, hidden_size)
h = h.reshape(2, -1)        # (batch, num_layers * hidden_size) = (2, 40)
