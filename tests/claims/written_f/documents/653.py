# LSTM 与 LSTMCell
import torch
import torch.nn as nn

LSTM = nn.LSTM(input_size=9, hidden_size=15, num_layers=2, batch_first=True, bidirectional=True)
# 比 RNN 多一个 c0，shape 为(num_layers * num_directions, batch, hidden_size)，和 h0 一样
input = torch.randn(4, 7, 9)
h0 = torch.zeros(2*2, 4, 15)# 双向并且两层
c0 = torch.zeros(2*2, 4, 15)
output, (hn, cn) = LSTM(input, (h0, c0))
print(output.shape, hn.shape, cn.shape)# torch.Size([4, 7, 30]) torch.Size([4, 4, 15]) torch.Size([4, 4, 15])

# LSTMCell
cell = nn.LSTMCell(input_size=9, hidden_size=15)
hx, cx = cell(input[:, 0], (h0[0], c0[0]))
print(hx.shape, cx.shape)# torch.Size([4, 15]) torch.Size([4, 15])
