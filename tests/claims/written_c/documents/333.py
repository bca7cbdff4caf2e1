import torch
import torch.nn as nn

rnn = nn.LSTM(8, 18, 2)  # input_size, hidden_size, num_layers
input = torch.randn(6, 4, 8)  # batch_size, time_step, input_size
# h0 = torch.zeros(2, 4, 18)
# c0 = torch.zeros(2, 4, 18)
# output, (hn, cn) = rnn(input, (h0, c0))
output, (hn, cn) = rnn(input)
print(output.shape)  # torch.Size([6, 4, 18])  # batch_size, time_step, output_size
print(hn.shape)  # torch.Size([2, 4, 18])  # num_layers, time_step, output_size
print(cn.shape)  # torch.Size([2, 4, 18])  # num_layers, time_step, output_size
