import torch
import torch.nn as nn


class CurveRegressor(nn.Module):
    def __init__(self, input_size=1, hidden_size=64, num_layers=2, dropout=0.1, bidirectional=True):
        super().__init__()
        self.bidirectional = bidirectional
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, dropout=dropout, bidirectional=bidirectional)
        self.fc = nn.Linear(hidden_size * (2 if bidirectional else 1), 1)

    def forward(self, x):
        # 如果x是[B, T]，先升维成 [B, T, 1]
        if x.dim() == 2:
            x = x.unsqueeze(-1)

        outputs, (h_n, c_n) = self.lstm(x)

        if self.bidirectional:
            # 双向: h_n的形状: [num_layers * 2, B, hidden_size]
            out = torch.cat((h_n[-2], h_n[-1]), dim=-1)
        else:
            # 单向: h_n形状 [num_layers, B, hidden_size]
            out = h_n[-1]

        # out形状: [B, hidden_size * num_directions]
        return self.fc(out).squeeze(-1)     # [B]
