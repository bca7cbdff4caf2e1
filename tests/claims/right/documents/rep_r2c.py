import torch
import torch.nn as nn

def make_windows(series, w=24):
    """series: (T, 7) -> X: (T - 24, 24, 7), y: (T - 24, 1)"""
    X = torch.stack([series[i:i + w] for i in range(len(series) - w)])
    return X, series[w:, :1]

series = torch.randn(500, 7)
X, y = make_windows(series)
out, _ = nn.LSTM(7, 64, batch_first=True)(X)
