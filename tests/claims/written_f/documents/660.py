import torch
import torch.nn as nn


class GlucoseNet(nn.Module):
    """One LSTM, one number per patient.

    x: input tensor [batch_size, seq_length, num_features]
    """

    def __init__(self, num_features, hidden_size, num_layers, bidirectional=False):
        super().__init__()
        self.bidirectional = bidirectional
        num_directions = 2 if bidirectional else 1
        self.lstm = nn.LSTM(num_features, hidden_size, num_layers,
                            batch_first=True, bidirectional=bidirectional)
        self.fc = nn.Linear(hidden_size * num_directions, 1)

    def forward(self, x):
        # lstm_out shape: [batch_size, seq_length, hidden_size * num_directions]
        # h_n shape: [num_layers * num_directions, batch_size, hidden_size]
        lstm_out, (h_n, c_n) = self.lstm(x)

        if self.bidirectional:
            # [batch_size, hidden_size * 2]
            last = torch.cat((h_n[-2, :, :], h_n[-1, :, :]), dim=1)
        else:
            # [batch_size, hidden_size]
            last = h_n[-1, :, :]
        return self.fc(last)
