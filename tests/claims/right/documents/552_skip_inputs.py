import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size)

    def forward(self, input):
        # input: (seq, batch, input_size)
        output, (h, c) = self.lstm(input)
        input = input.mean(0)
        # input: (batch, input_size)
        output = output.mean(0)
        # output: (batch, hidden_size)
        x = torch.cat([input, output], 1)
        # x: (batch, input_size + hidden_size)
        output = x.unsqueeze(0)
        # output: (1, batch, input_size + hidden_size)
        return output


print(Net(10, 20)(torch.randn(5, 3, 10)).shape)   # torch.Size([1, 3, 30])
print(Net(4, 6)(torch.randn(2, 7, 4)).shape)      # torch.Size([1, 7, 10])
