import torch
import torch.nn as nn


class CNNLSTM(nn.Module):
    """Frame-wise CNN + LSTM for action recognition.

    Parameters
    ----------
    x : torch.Tensor, shape (batch, frames, 3, 64, 64)

    Returns
    -------
    torch.Tensor, shape (batch, n_classes)
    """

    def __init__(self, n_classes=101, feat=256, hidden=128):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(),      # (16, 32, 32)
            nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(),     # (32, 16, 16)
            nn.AdaptiveAvgPool2d((4, 4)),              # (32, 4, 4)
            nn.Flatten(),                              # (512,)
            nn.Linear(512, feat),
        )
        self.lstm = nn.LSTM(feat, hidden, num_layers=3, batch_first=True)
        self.fc = nn.Linear(hidden, n_classes)

    def forward(self, x_3d):
        hidden = None
        for t in range(x_3d.size(1)):
            x = self.cnn(x_3d[:, t])                           # (batch, 256)
            out, hidden = self.lstm(x.unsqueeze(1), hidden)    # out: (batch, 1, 128); hidden: 2 x (3, batch, 128)
        return self.fc(out[:, -1])                             # (batch, n_classes)

    def forward_fast(self, x_3d):
        b, t = x_3d.shape[:2]
        x = self.cnn(x_3d.flatten(0, 1))     # (batch * frames, 256)
        x = x.view(b, t, -1)                 # (batch, frames, 256)
        out, _ = self.lstm(x)                # (batch, frames, 128)
        return self.fc(out[:, -1])           # (batch, n_classes)


m = CNNLSTM()
v = torch.rand(2, 5, 3, 64, 64)
assert m(v).shape == m.forward_fast(v).shape == (2, 101)
