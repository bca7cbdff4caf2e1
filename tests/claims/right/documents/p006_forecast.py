"""Energy consumption forecasting, sliding window 24 -> 1."""
import torch
import torch.nn as nn

WINDOW = 24
N_FEATURES = 7
HIDDEN = 64
BATCH = 32


def make_windows(series, window=WINDOW):
    """series: (T, 7)  ->  X: (T - 24, 24, 7), y: (T - 24, 1)"""
    xs, ys = [], []
    for i in range(len(series) - window):
        xs.append(series[i:i + window])
        ys.append(series[i + window, :1])
    return torch.stack(xs), torch.stack(ys)


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=N_FEATURES, hidden_size=HIDDEN, num_layers=2, batch_first=True)
        self.fc = nn.Linear(HIDDEN, 1)

    def forward(self, x):                  # x: (32, 24, 7)
        out, (hn, cn) = self.lstm(x)       # out: (32, 24, 64), hn: (2, 32, 64)
        last = out[:, -1, :]               # (32, 64)
        return self.fc(last)               # (32, 1)


series = torch.randn(500, N_FEATURES)
X, y = make_windows(series)                # X: (476, 24, 7)  y: (476, 1)
model = Forecaster()
pred = model(X[:BATCH])                    # (32, 1)
assert pred.shape == (BATCH, 1)
