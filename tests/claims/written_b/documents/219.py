"""Duration predictor (inference only)."""
import torch
import torch.nn as nn


class DurationPredictor(nn.Module):
    def __init__(self, input_dim: int = 256, hidden: int = 80, n_bins: int = 50):
        super().__init__()
        self.lstm = nn.LSTM(input_dim, hidden, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(hidden * 2, n_bins)
        self.n_bins = n_bins

    def forward(self, x: torch.Tensor, speed: float = 1.0) -> torch.Tensor:
        """
        x: (B, T, 256)
        Returns: durations (B, T) in frames
        """
        h, _ = self.lstm(x)  # (B, T, 128)
        logits = self.linear(h)  # (B, T, 50)
        probs = logits.softmax(dim=-1)  # (B, T, 50)
        # bin value = log of the duration
        bins = torch.arange(self.n_bins, device=x.device, dtype=x.dtype)
        duration_log = (probs * bins).sum(dim=-1)  # (B, T)
        return duration_log.exp() / speed  # (B, T)


predictor = DurationPredictor().eval()
