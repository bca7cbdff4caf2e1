import torch
import torch.nn as nn

class SiameseLSTM(nn.Module):
    def __init__(self, d_in, d_hid):
        super().__init__()
        self.net = nn.LSTM(d_in, d_hid, 1, batch_first=True)

    def encode(self, s):
        # s: N,L,d_in
        _, (h, _) = self.net(s)
        # h: 1,N,d_hid
        h = h.squeeze(0)
        # h: N,d_hid
        return h

    def forward(self, a, b):
        ea = self.encode(a)
        eb = self.encode(b)
        return torch.exp(-torch.abs(ea - eb).sum(1))   # (N,)

m = SiameseLSTM(50, 30)
print(m(torch.randn(6, 11, 50), torch.randn(6, 9, 50)).shape)  # torch.Size([6])
v = m.encode(torch.randn(6, 11, 50))   # (1, 6, 30)
