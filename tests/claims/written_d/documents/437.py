"""Traffic speed: encode the last hour, decode the next one.

Refactored in v2 so that the batch axis leads.
"""
import random
import torch
import torch.nn as nn


class Past(nn.Module):
    def __init__(self, n_sensors, hidden):
        super().__init__()
        self.lstm = nn.LSTM(n_sensors, hidden, batch_first=True)

    def forward(self, speeds):
        # speeds: (n_hist, batch, n_sensors)
        # out:    (n_hist, batch, hidden)
        # state:  two tensors (1, batch, hidden)
        out, state = self.lstm(speeds)
        return out, state


class Future(nn.Module):
    def __init__(self, n_sensors, hidden):
        super().__init__()
        self.lstm = nn.LSTM(n_sensors, hidden, batch_first=True)
        self.read = nn.Linear(hidden, n_sensors)

    def forward(self, step, state):
        # step: (batch, 1, n_sensors)
        out, state = self.lstm(step, state)
        # (batch, 1, n_sensors) again
        return self.read(out), state


class TrafficNet(nn.Module):
    def __init__(self, n_sensors, hidden, n_pred):
        super().__init__()
        self.n_pred = n_pred
        self.past, self.future = Past(n_sensors, hidden), Future(n_sensors, hidden)

    def forward(self, speeds, target=None, teacher=0.5):
        _, state = self.past(speeds)
        step, preds = speeds[:, -1:], []
        for t in range(self.n_pred):
            step, state = self.future(step, state)
            preds.append(step)
            if target is not None and random.random() < teacher:
                step = target[:, t:t + 1]
        # preds: (batch, n_pred, n_sensors)
        return torch.cat(preds, dim=1)
