import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20)
def widen(net):
    net.lstm = nn.LSTM(10, 64)
net = Net()
widen(net)
out, (h, c) = net.lstm(torch.randn(5, 3, 10))
print(out.shape)     # torch.Size([5, 3, 64])
for n, m in list(net.named_children()):
    setattr(net, n, nn.LSTM(10, 6, 2))
out, (h, c) = net.lstm(torch.randn(5, 3, 10))
print(h.shape)       # torch.Size([2, 3, 6])
