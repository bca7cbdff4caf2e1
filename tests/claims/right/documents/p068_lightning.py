import torch
import torch.nn as nn
import torch.nn.functional as F
try:
    import pytorch_lightning as pl
    Base = pl.LightningModule
except ImportError:
    Base = nn.Module


class LitForecaster(Base):
    def __init__(self, n_vars=8, hidden=50, layers=2, out_window=12, lr=1e-3):
        super().__init__()
        self.out_window = out_window
        self.encoder = nn.LSTM(n_vars, hidden, layers, batch_first=True)
        self.decoder = nn.LSTM(n_vars, hidden, layers, batch_first=True)
        self.proj = nn.Linear(hidden, n_vars)

    def forward(self, x, y=None, tf_ratio=0.5):
        # x: (B, in_window, n_vars), y: (B, out_window, n_vars)
        _, state = self.encoder(x)               # state: 2 x (layers, B, hidden)
        inp = x[:, -1:, :]                       # (B, 1, n_vars)
        preds = []
        for t in range(self.out_window):
            out, state = self.decoder(inp, state)    # out: (B, 1, hidden)
            p = self.proj(out)                   # (B, 1, n_vars)
            preds.append(p)
            use_tf = y is not None and torch.rand(1).item() < tf_ratio
            inp = y[:, t:t + 1] if use_tf else p     # (B, 1, n_vars)
        return torch.cat(preds, dim=1)           # (B, out_window, n_vars)

    def training_step(self, batch, batch_idx):
        x, y = batch                             # (B, 48, 8), (B, 12, 8)
        y_hat = self(x, y)                       # (B, 12, 8)
        return F.mse_loss(y_hat, y)


print(LitForecaster().training_step((torch.randn(4, 48, 8), torch.randn(4, 12, 8)), 0).shape)   # torch.Size([])
