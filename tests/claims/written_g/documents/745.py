import torch
from torch import nn


class PastFuture(nn.Module):
    def __init__(self, in_enc, in_dec, hidden_size, lstm_layers, out_size):
        super().__init__()
        self.encoder = nn.LSTM(input_size=in_enc, hidden_size=hidden_size,
                               batch_first=True, num_layers=lstm_layers)
        self.decoder = nn.LSTM(input_size=in_dec, hidden_size=hidden_size,
                               batch_first=True, num_layers=lstm_layers)
        self.mean = nn.Linear(hidden_size, out_size)

    def forward(self, context_x, context_y, target_x):
        x = torch.cat([context_x, context_y], -1)
        _, (h_out, cell) = self.encoder(x)

        ## Shape
        # hidden = [batch size, n layers * n directions, hid dim]
        # cell = [batch size, n layers * n directions, hid dim]
        # output = [batch size, seq len, hid dim * n directions]
        outputs, (_, _) = self.decoder(target_x, (h_out, cell))

        # outputs: [B, T, num_direction * H]
        return self.mean(outputs)
