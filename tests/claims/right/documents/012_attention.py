import torch
import torch.nn as nn
import torch.nn.functional as F


class AttnLSTM(nn.Module):
    def __init__(self, d_in=12, d_h=24):
        super().__init__()
        self.lstm = nn.LSTM(d_in, d_h, batch_first=True, bidirectional=True)
        self.query = nn.Parameter(torch.randn(2 * d_h))
        self.fc = nn.Linear(2 * d_h, 5)

    def forward(self, x, mask):
        # x: (B, T, d_in), mask: (B, T)
        H, (h_n, _) = self.lstm(x)            # H: (B, T, 2*d_h)
        scores = H @ self.query               # (B, T)
        scores = scores.masked_fill(~mask, -1e9)
        a = F.softmax(scores, dim=1)          # (B, T)
        ctx = torch.bmm(a.unsqueeze(1), H).squeeze(1)   # (B, 1, T) x (B, T, 2*d_h) -> (B, 2*d_h)
        ctx2 = torch.einsum("bt,bth->bh", a, H)         # (B, 2*d_h)
        out = self.fc(ctx)                    # (B, 5)
        return out, a


net = AttnLSTM()
out, a = net(torch.randn(3, 9, 12), torch.ones(3, 9, dtype=torch.bool))
print(out.shape, a.shape)   # torch.Size([3, 5]) torch.Size([3, 9])
