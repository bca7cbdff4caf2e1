import torch
from torch import nn


class Forecaster(nn.Module):
    """Multi-step forecaster.

    Parameters
    ----------
    n_features : int
        Number of features.
    horizon : int
        Forecast steps.
    """

    def __init__(self, n_features=6, hidden=32, horizon=24):
        super().__init__()
        self.lstm = nn.LSTM(n_features, hidden, num_layers=2, batch_first=True)
        self.linear = nn.Linear(hidden, horizon)

    def forward(self, x):
        """Forecast.

        Parameters
        ----------
        x : torch.Tensor of shape (batch, window, n_features)
            The past.

        Returns
        -------
        y : torch.Tensor of shape (batch, horizon)
            The future.
        h : torch.Tensor of shape (2, batch, 32)
            The hidden state.
        """
        out, (h, c) = self.lstm(x)
        out = out[:, -1, :]       # (batch, hidden)
        y = self.linear(out)      # (batch, horizon)
        return y, h


y, h = Forecaster()(torch.randn(64, 48, 6))
print(y.shape)  # torch.Size([64, 24])
print(h.shape)  # torch.Size([2, 64, 32])
