import torch
import torch.nn as nn


class BayesReg(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers=2, p=0.3, bidirectional=True):
        super().__init__()
        self.bidirectional = bidirectional
        self.D = 2 if bidirectional else 1
        self.num_layers = num_layers
        self.hidden_size = hidden_size
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, dropout=p, bidirectional=bidirectional)
        self.mu = nn.Linear(in_features=self.D * hidden_size, out_features=2)

    def forward(self, x):
        batch = x.shape[0]
        _, (hn, _) = self.lstm(x)
        """
        state.shape = (num_layers*num_directions, batch, hidden_size)
        state[-1] would be one direction only, so layers and directions go apart first:

        state = state.view(num_layers, 2, batch, hidden_size)
        top = state[-1]
        now top.shape = (2, batch, hidden_size) and
        top[0] is the forward one
        """
        hn = hn.view(self.num_layers, self.D, batch, self.hidden_size)
        last_hidden = hn[-1]
        if self.bidirectional:
            out = torch.cat((last_hidden[0], last_hidden[1]), dim=1)
        else:
            out = last_hidden[0]
        return self.mu(out)  # (batch, 2)
