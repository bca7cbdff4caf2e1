import torch
import torch.nn as nn


class GlucoseEncoder(nn.Module):
    """Encode a day of glucose readings.

    Parameters
    ----------
    n_channels : int
        Channels per reading.
    n_state : int
        Width of the state.
    n_layers : int, optional
        Stacked layers.
    """

    def __init__(self, n_channels, n_state, n_layers=2):
        super().__init__()
        self.lstm = nn.LSTM(
            n_channels,
            n_state,
            n_layers,
        )

    def forward(self, readings):
        """Run the encoder.

        Parameters
        ----------
        readings : torch.Tensor, shape (n_readings, n_patients, n_channels)

        Returns
        -------
        out : torch.Tensor, shape (n_readings, n_patients, n_state)
        h_n : torch.Tensor, shape (n_patients, n_layers, n_state)
        c_n : torch.Tensor, shape (n_layers, n_patients, n_state)
        """
        out, (h_n, c_n) = self.lstm(readings)
        return out, h_n, c_n
