import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, hidden=20):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(10, hidden)

    def grow(self, hidden):
        self.hidden = hidden
        self.lstm = nn.LSTM(10, hidden)

    def forward(self, x):
        return self.lstm(x)


net = Net()
out, (h, c) = net(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 20])
net.grow(50)
out, (h, c) = net(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 50])
net.lstm = nn.LSTM(10, 7, 2)
out, (h, c) = net(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 7])
print(h.shape)     # torch.Size([2, 3, 7])
setattr(net, "lstm", nn.LSTM(10, 9))
out, (h, c) = net(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 9])
net.lstm.batch_first = True
out, (h, c) = net(torch.randn(5, 3, 10))
print(h.shape)     # torch.Size([1, 5, 9])
