import torch
import torch.nn as nn


class PlateReader(nn.Module):
    """Nhận dạng biển số: CNN rồi BiLSTM."""

    def __init__(self, num_classes, hidden_size=128):
        super().__init__()
        self.squeeze = nn.AdaptiveAvgPool2d((1, None))

        # ---- BiLSTM ----
        # Input: (seq_len=24, batch, 384)
        # Output: (seq_len, batch, hidden_size * 2)
        self.rnn = nn.LSTM(
            input_size=384,
            hidden_size=hidden_size,
            num_layers=2,
            bidirectional=True,
            dropout=0.3,
            batch_first=False,
        )

        # ---- Linear ----
        # (seq_len, batch, hidden_size*2) -> (seq_len, batch, num_classes)
        self.fc = nn.Linear(hidden_size * 2, num_classes)

    def forward(self, maps):
        cols = self.squeeze(maps).squeeze(2).permute(2, 0, 1)
        rnn_out, _ = self.rnn(cols)
        return self.fc(rnn_out).log_softmax(2)
