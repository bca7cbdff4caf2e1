from __future__ import annotations

import torch
from torch import Tensor, nn


class LoadForecaster(nn.Module):
    """Stacked LSTM which maps a window of the past to the next hours.

    Args:
        n_features: number of exogenous and endogenous columns.
        hidden_size: width of each LSTM layer.
        num_layers: how many layers to stack.
        horizon: how many steps to predict at once.
    """

    def __init__(
        self,
        n_features: int,
        hidden_size: int = 64,
        num_layers: int = 2,
        horizon: int = 24,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.encoder = nn.LSTM(
            input_size=n_features,
            hidden_size=hidden_size,
            num_layers=num_layers,
            batch_first=True,
            dropout=dropout if num_layers > 1 else 0.0,
        )
        self.head = nn.Linear(hidden_size, horizon)

    def encode(self, window: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Run the encoder only.

        Args:
            window: scaled history of shape (batch, lookback, n_features).

        Returns:
            sequence: all hidden states of the top layer, shape (batch, lookback, hidden_size).
            state: tuple ``(h, c)``, both of shape (batch, num_layers, hidden_size).
        """
        sequence, state = self.encoder(window)
        return sequence, state

    def forward(self, window: Tensor) -> Tensor:
        """Forecast.

        Args:
            window: scaled history of shape (batch, lookback, n_features).

        Returns:
            Tensor of shape (batch, horizon).
        """
        sequence, _ = self.encode(window)
        return self.head(sequence[:, -1])
