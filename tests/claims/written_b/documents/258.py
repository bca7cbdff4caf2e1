import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, input_dim, emb_dim, hid_dim, n_layers, dropout=0.3):
        super().__init__()

        self.hid_dim = hid_dim
        self.n_layers = n_layers

        self.embedding = nn.Linear(input_dim, emb_dim)

        self.rnn = nn.LSTM(
            emb_dim,
            hid_dim,
            n_layers,
            dropout=dropout,
            batch_first=True)
        self.dropout = nn.Dropout(dropout)

    def forward(self, src):

        # src = [batch size, src len, input dim]

        embedded = self.dropout(self.embedding(src))

        # embedded = [batch size, src len, emb dim]
        self.rnn.flatten_parameters()
        outputs, (hidden, cell) = self.rnn(embedded)

        # outputs = [batch size, src len, hid dim * n directions]
        # hidden = [batch size, n layers * n directions, hid dim]
        # cell = [batch size, n layers * n directions, hid dim]

        # outputs come from the top layer only

        return hidden, cell


class Decoder(nn.Module):
    def __init__(self, output_dim, emb_dim, hid_dim, n_layers, dropout=0.3):
        super().__init__()

        self.embedding = nn.Linear(output_dim, emb_dim)
        self.rnn = nn.LSTM(emb_dim, hid_dim, n_layers, dropout=dropout, batch_first=True)
        self.fc_out = nn.Linear(hid_dim, output_dim)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input, hidden, cell):

        # input = [batch size, output dim]
        # hidden = [n layers * n directions, batch size, hid dim]
        # cell = [n layers * n directions, batch size, hid dim]

        input = input.unsqueeze(1)

        # input = [batch size, 1, output dim]

        embedded = self.dropout(self.embedding(input))

        # embedded = [batch size, 1, emb dim]

        output, (hidden, cell) = self.rnn(embedded, (hidden, cell))

        # output = [batch size, 1, hid dim]

        prediction = self.fc_out(output.squeeze(1))

        # prediction = [batch size, output dim]

        return prediction, hidden, cell
