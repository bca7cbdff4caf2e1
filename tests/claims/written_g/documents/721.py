import torch
import torch.nn as nn


class LineReader(nn.Module):
    def __init__(self, num_classes, hidden_size, num_layers):
        super().__init__()
        # =================================================
        # SEQUENCE MODEL
        # Input: (seq_len, batch, 512)
        # Output: (seq_len, batch, hidden_size)
        # =================================================
        self.rnn = nn.LSTM(
            input_size=512,
            hidden_size=hidden_size,
            num_layers=num_layers,
            batch_first=True,
            dropout=0.2 if num_layers > 1 else 0,
        )
        self.fc = nn.Linear(hidden_size, num_classes)

    def forward(self, feats):
        # feats comes from the CNN as (batch, 512, width)
        seq = feats.transpose(1, 2)
        out, _ = self.rnn(seq)
        return self.fc(out)  # (batch, seq_len, num_classes)
