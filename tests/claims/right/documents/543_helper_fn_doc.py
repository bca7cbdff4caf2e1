import torch
from torch import nn


def init_state(lstm, batch):
    """Zero states, each (num_layers * num_directions, batch, hidden_size)."""
    d = 2 if lstm.bidirectional else 1
    shape = (lstm.num_layers * d, batch, lstm.hidden_size)
    return torch.zeros(shape), torch.zeros(shape)


def merge_directions(h):
    """(num_layers * 2, batch, hidden) -> (num_layers, batch, 2 * hidden)."""
    return torch.cat([h[0::2], h[1::2]], dim=-1)


def last_valid(out, lengths):
    """out: (batch, time, hidden), lengths: (batch,) -> (batch, hidden)."""
    return out[torch.arange(out.size(0)), lengths - 1]


def time_first(out):
    """Turns out (batch, time, hidden) into (time, batch, hidden)."""
    return out.transpose(0, 1)


lstm = nn.LSTM(10, 20, 3, bidirectional=True, batch_first=True)
h, c = init_state(lstm, 4)                   # (6, 4, 20)
out, (h, c) = lstm(torch.randn(4, 5, 10), (h, c))
h = merge_directions(h)                      # (3, 4, 40)
last = last_valid(out, torch.tensor([5, 1, 2, 3]))   # (4, 40)
out = time_first(out)                        # (5, 4, 40)
print(h.shape, last.shape, out.shape)        # torch.Size([3, 4, 40]) torch.Size([4, 40]) torch.Size([5, 4, 40])
