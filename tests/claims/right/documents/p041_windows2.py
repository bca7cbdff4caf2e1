import torch
import torch.nn as nn


def sliding(data, w):
    """data (N, F) -> X (N-w, w, F), y (N-w, F)"""
    X = torch.stack([data[i:i + w] for i in range(len(data) - w)])
    y = data[w:]
    return X, y


def split(X, y, frac=0.8):
    # X: (n, w, F) -> (0.8n, w, F), (0.2n, w, F)
    n = int(len(X) * frac)
    return X[:n], y[:n], X[n:], y[n:]


data = torch.randn(1100, 4)
X, y = sliding(data, 100)            # (1000, 100, 4), (1000, 4)
Xtr, ytr, Xte, yte = split(X, y)     # Xtr (800, 100, 4), Xte (200, 100, 4)
lstm = nn.LSTM(4, 32, batch_first=True)
fc = nn.Linear(32, 4)
out, (h, c) = lstm(Xtr)              # out (800, 100, 32), h (1, 800, 32)
pred = fc(out[:, -1])                # (800, 4)
out, (h, c) = lstm(Xte)              # out (200, 100, 32), h (1, 200, 32)
pred = fc(out[:, -1])                # (200, 4)
assert pred.shape == yte.shape == (200, 4)
