import torch.nn as nn

class CNNLSTM(nn.Module):
    """
    Parameters
    ----------
    x : torch.Tensor, shape (batch, frames, 3, 64, 64)
    """
    def __init__(self, feat=256, hidden=128):
        super().__init__()
        self.cnn = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, feat))
        self.lstm = nn.LSTM(feat, hidden, batch_first=True)

    def forward(self, x_3d):
        state = None
        for t in range(x_3d.size(1)):
            x = self.cnn(x_3d[:, t])
            out, state = self.lstm(x.unsqueeze(1), state)
        return out[:, -1]
