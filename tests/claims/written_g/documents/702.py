import torch
import torch.nn as nn

rnn = nn.LSTM(8, 14, 3)  # input_size, hidden_size, num_layers
input = torch.randn(6, 4, 8)  # batch_size, time_step, input_size
# h0 = torch.randn(3, 4, 14)
# c0 = torch.randn(3, 4, 14)
# output, (hn, cn) = rnn(input, (h0, c0))
output, (hn, cn) = rnn(input)
print(output.shape)  # torch.Size([6, 4, 14])  # batch_size, time_step, output_size
print(hn.shape)  # torch.Size([3, 4, 14])  # num_layers, time_step, output_size
print(cn.shape)  # torch.Size([3, 4, 14])  # num_layers, time_step, output_size
