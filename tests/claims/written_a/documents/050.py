import torch
import torch.nn as nn


class StreamingDetector(nn.Module):
    """Reads an endless signal in chunks and keeps its state in between."""

    def __init__(self, n_in=8, n_hidden=36, n_layers=2, batch_size=1):
        super().__init__()
        self.n_layers = n_layers
        self.n_hidden = n_hidden
        self.batch_size = batch_size
        self.lstm = nn.LSTM(n_in, n_hidden, n_layers)
        self.alarm = nn.Linear(n_hidden, 1)
        self.reset()

    def reset(self):
        # (h, c), each (n_layers, batch_size, n_hidden); with the defaults (2, 1, 36)
        z = torch.zeros(self.n_layers, self.batch_size, self.n_hidden)
        self.state = (z, z.clone())

    def forward(self, chunk):
        out, state = self.lstm(chunk, self.state)
        self.state = tuple(s.detach() for s in state)
        return torch.sigmoid(self.alarm(out))


det = StreamingDetector()
p = det(torch.randn(500, 1, 8))
print(p.shape)              # torch.Size([500, 1, 1])
print(det.state[0].shape)   # torch.Size([2, 1, 36])

many = StreamingDetector(n_layers=3, batch_size=10)
many(torch.randn(500, 10, 8))
print(many.state[0].shape)  # torch.Size([10, 3, 36])
