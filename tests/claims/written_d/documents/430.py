import torch
from torch import nn


class ReadPairClassifier(nn.Module):
    """Decides whether two DNA reads belong together (channels: A, C, G, T)."""

    def __init__(self):
        super(ReadPairClassifier, self).__init__()

        self.input_size = 4
        self.num_layers = 2
        self.hidden_size = 64
        self.bidirectional = True

        # Recurrent part
        # h_n should have shape:
        #   (num_layers * num_directions, batch, hidden_size)
        #
        # and because "batch_first" is on, it turns into:
        #   (batch, num_layers * num_directions, hidden_size)
        self.rnn = torch.nn.GRU(
            input_size=self.input_size,
            num_layers=self.num_layers,
            hidden_size=self.hidden_size,
            bidirectional=self.bidirectional,
            batch_first=True)

        in_size = self.num_layers * (1 + self.bidirectional) * self.hidden_size
        self.linear1 = torch.nn.Linear(in_size, 128)
        self.linear2 = torch.nn.Linear(128, 1)

    def forward(self, x):
        output, h_n = self.rnn(x)

        # Put the batch in front ...
        h_n = h_n.permute(1, 0, 2)
        # ... so that one sample is one row:
        #   (batch, num_layers * num_directions * hidden_size)
        h_n = h_n.flatten(start_dim=1)

        x = torch.relu(self.linear1(h_n))
        return torch.sigmoid(self.linear2(x))
