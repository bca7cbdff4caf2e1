import torch
import torch.nn as nn

cell = nn.LSTMCell(10, 20)
x = torch.randn(6, 3, 10)      # (time_steps, batch, input_size)
hx = torch.randn(3, 20)        # (batch, hidden_size)
cx = torch.randn(3, 20)        # (batch, hidden_size)
output = []
for i in range(x.size(0)):
    hx, cx = cell(x[i], (hx, cx))   # hx: (3, 20), cx: (3, 20)
    output.append(hx)
output = torch.stack(output, dim=0)   # (6, 3, 20)

# same thing with nn.LSTM
lstm = nn.LSTM(10, 20)
out, (hn, cn) = lstm(x)        # out: (6, 3, 20), hn: (1, 3, 20)
assert out.shape == output.shape
assert hn.squeeze(0).shape == hx.shape   # (3, 20)
