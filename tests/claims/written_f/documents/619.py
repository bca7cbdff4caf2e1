import torch
import torch.nn as nn


class GRUClassifier(nn.Module):
    def __init__(self, input_dim, hidden_dim=64, num_layers=2, dropout=0.2):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.num_layers = num_layers
        self.gru = nn.GRU(
            input_dim,
            hidden_dim,
            num_layers,
            batch_first=True,
            dropout=dropout if num_layers > 1 else 0.0,
        )
        self.fc = nn.Linear(hidden_dim, 1)

    def forward(self, x):
        # x: (batch_size, seq_len, input_dim)

        # 初期隠れ状態 (num_layers, batch_size, hidden_dim)
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_dim).to(x.device)

        # out: (batch_size, seq_len, hidden_dim)
        out, _ = self.gru(x, h0)

        # 最後の時刻だけ使う
        return torch.sigmoid(self.fc(out[:, -1, :]))
