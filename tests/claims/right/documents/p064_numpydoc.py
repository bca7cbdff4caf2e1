import torch
import torch.nn as nn


class LSTMEncoder(nn.Module):
    """Encode a multivariate time series.

    Parameters
    ----------
    n_features : int
        Number of input channels.
    n_hidden : int, default 64
        Size of the hidden state.
    n_layers : int, default 2

    Notes
    -----
    Internally the LSTM returns ``output`` of shape (n_samples, n_steps, n_hidden)
    and ``h_n`` of shape (n_layers, n_samples, n_hidden).
    """

    def __init__(self, n_features, n_hidden=64, n_layers=2):
        super().__init__()
        self.lstm = nn.LSTM(n_features, n_hidden, n_layers, batch_first=True)

    def forward(self, X):
        """
        Parameters
        ----------
        X : array-like of shape (n_samples, n_steps, n_features)
            The series.

        Returns
        -------
        code : tensor of shape (n_samples, n_hidden)
            Last hidden state of the last layer.
        states : tensor of shape (n_samples, n_steps, n_hidden)
            Hidden states for all the steps.
        """
        states, (h_n, c_n) = self.lstm(X)
        code = h_n[-1]
        return code, states


code, states = LSTMEncoder(5)(torch.randn(10, 50, 5))
assert code.shape == (10, 64)
assert states.shape == (10, 50, 64)
