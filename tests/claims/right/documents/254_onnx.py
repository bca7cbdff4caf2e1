import torch
from torch import nn

lstm = nn.LSTM(10, 20, 2, bidirectional=True)
x = torch.randn(5, 3, 10)
# ONNX's LSTM gives Y: [seq_length, num_directions, batch_size, hidden_size]
#                   Y_h: [num_directions, batch_size, hidden_size]
# whereas PyTorch gives
out, (h, c) = lstm(x)
# out: [seq_length, batch_size, num_directions * hidden_size]
# To compare, ONNX's output [5, 2, 3, 20] must be turned into [5, 3, 40]
y = out.view(5, 3, 2, 20).transpose(1, 2)   # [5, 2, 3, 20]
w = torch.stack([lstm.weight_ih_l0, lstm.weight_ih_l0_reverse])   # [num_directions, 4*hidden_size, input_size]
r = torch.stack([lstm.weight_hh_l0, lstm.weight_hh_l0_reverse])   # [num_directions, 4*hidden_size, hidden_size]
b = torch.stack([lstm.bias_ih_l0, lstm.bias_hh_l0])               # [2, 4*hidden_size]
print(w.shape, r.shape, b.shape)   # torch.Size([2, 80, 10]) torch.Size([2, 80, 20]) torch.Size([2, 80])
print(y.shape)                     # torch.Size([5, 2, 3, 20])
