import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20)
net = Net()
setattr(net, "lstm", nn.LSTM(32, 20))
out, _ = net.lstm(torch.randn(5, 3, 32))
print(out.shape)     # torch.Size([5, 3, 20])
