import torch
import torch.nn as nn


class CPC(nn.Module):
    """Contrastive predictive coding on raw audio (20480 samples, 160x downsampling)."""

    def __init__(self, K=12, z_dim=64, c_dim=32):
        super().__init__()
        self.K = K
        self.g_enc = nn.Sequential(
            nn.Conv1d(1, z_dim, 10, 5, 3), nn.ReLU(),
            nn.Conv1d(z_dim, z_dim, 8, 4, 2), nn.ReLU(),
            nn.Conv1d(z_dim, z_dim, 4, 2, 1), nn.ReLU(),
            nn.Conv1d(z_dim, z_dim, 4, 2, 1), nn.ReLU(),
            nn.Conv1d(z_dim, z_dim, 4, 2, 1), nn.ReLU())
        self.g_ar = nn.LSTM(z_dim, c_dim, batch_first=True)
        self.Wk = nn.ModuleList([nn.Linear(c_dim, z_dim) for _ in range(K)])

    def forward(self, wav):
        # wav: N*1*20480
        z = self.g_enc(wav)                        # N*64*128
        z = z.transpose(1, 2)                      # N*128*64
        t = 100
        c, _ = self.g_ar(z[:, :t])                 # N*100*32
        c_t = c[:, -1]                             # N*32
        loss = 0.0
        for k in range(self.K):
            pred = self.Wk[k](c_t)                 # N*64
            sim = z[:, t + k] @ pred.T             # N*N
            loss = loss - sim.log_softmax(-1).diag().mean()
        return loss / self.K


print(CPC()(torch.randn(4, 1, 20480)).shape)       # torch.Size([])
