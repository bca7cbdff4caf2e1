import torch
from torch import nn


class Attn(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, batch_first=True)
        self.w = nn.Linear(20, 20)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        q = self.w(h[-1]).unsqueeze(2)                 # (3, 20) -> (3, 20, 1)
        s = torch.bmm(out, q)                          # (3, 5, 20) x (3, 20, 1) = (3, 5, 1)
        a = torch.softmax(s.squeeze(2), 1)             # (3, 5, 1) -> (3, 5)
        v = torch.bmm(a.unsqueeze(1), out).squeeze(1)  # (3, 1, 5) @ (3, 5, 20) = (3, 1, 20) -> (3, 20)
        v2 = (a[..., None] * out).sum(1)               # (3, 5, 1) * (3, 5, 20) -> (3, 20)
        y = torch.matmul(out, out.transpose(1, 2))     # (3, 5, 20) x (3, 20, 5) -> (3, 5, 5)
        z = torch.einsum("bth,bsh->bts", out, out)     # (3, 5, 20), (3, 5, 20) -> (3, 5, 5)
        return v, y, z


v, y, z = Attn()(torch.randn(3, 5, 10))
print(v.shape, y.shape, z.shape)  # torch.Size([3, 20]) torch.Size([3, 5, 5]) torch.Size([3, 5, 5])
