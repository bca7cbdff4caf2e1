import torch
from torch import nn


class LSTMAutoencoder(nn.Module):
    def __init__(self, n_features=3, emb=16):
        super().__init__()
        self.enc1 = nn.LSTM(n_features, 2 * emb, batch_first=True)
        self.enc2 = nn.LSTM(2 * emb, emb, batch_first=True)
        self.dec1 = nn.LSTM(emb, emb, batch_first=True)
        self.dec2 = nn.LSTM(emb, 2 * emb, batch_first=True)
        self.out = nn.Linear(2 * emb, n_features)

    def forward(self, x):
        b, t, f = x.shape
        x, (h, c) = self.enc1(x)            # x: (b, t, 32)  h: (1, b, 32)
        x, (h, c) = self.enc2(x)            # x: (b, t, 16)  h: (1, b, 16)
        z = h.squeeze(0)                    # z: (b, 16)
        x = z.unsqueeze(1).repeat(1, t, 1)  # x: (b, t, 16)
        x, (h, c) = self.dec1(x)            # x: (b, t, 16)  h: (1, b, 16)
        x, (h, c) = self.dec2(x)            # x: (b, t, 32)  h: (1, b, 32)
        return self.out(x)                  # (b, t, f)


m = LSTMAutoencoder()
y = m(torch.randn(8, 20, 3))
print(y.shape)  # torch.Size([8, 20, 3])
