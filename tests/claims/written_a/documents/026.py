import torch
import torch.nn as nn
import torch.nn.functional as F


class KeywordSpotter(nn.Module):
    """Log-mel in, class scores out. Every step overwrites x."""

    def __init__(self, n_mels, n_hidden, n_words):
        super().__init__()
        self.conv = nn.Conv1d(n_mels, 96, kernel_size=5, padding=2, stride=2)
        self.lstm = nn.LSTM(96, n_hidden, num_layers=2, batch_first=True)
        self.out = nn.Linear(n_hidden, n_words)

    def forward(self, x):
        # x: B x n_mels x T
        x = F.relu(self.conv(x))      # B x 96 x T/2
        x = x.transpose(1, 2)         # B x T/2 x 96
        x, _ = self.lstm(x)           # B x T/2 x n_hidden
        x = x.mean(dim=1)             # B x n_hidden
        return self.out(x)            # B x n_words
