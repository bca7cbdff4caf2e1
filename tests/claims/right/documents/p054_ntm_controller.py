import torch
from torch import nn


class LSTMController(nn.Module):
    """NTM controller, learns its initial state."""

    def __init__(self, num_inputs, num_outputs, num_layers):
        super().__init__()
        self.num_inputs, self.num_outputs, self.num_layers = num_inputs, num_outputs, num_layers
        self.lstm = nn.LSTM(input_size=num_inputs, hidden_size=num_outputs, num_layers=num_layers)
        # The hidden state is a learned parameter
        self.lstm_h_bias = nn.Parameter(torch.randn(self.num_layers, 1, self.num_outputs) * 0.05)
        self.lstm_c_bias = nn.Parameter(torch.randn(self.num_layers, 1, self.num_outputs) * 0.05)

    def create_new_state(self, batch_size):
        # Dimension: (num_layers * num_directions, batch, hidden_size)
        lstm_h = self.lstm_h_bias.clone().repeat(1, batch_size, 1)
        lstm_c = self.lstm_c_bias.clone().repeat(1, batch_size, 1)
        return lstm_h, lstm_c

    def forward(self, x, prev_state):
        x = x.unsqueeze(0)                        # (1, batch, num_inputs)
        outp, state = self.lstm(x, prev_state)    # outp: (1, batch, num_outputs)
        return outp.squeeze(0), state             # (batch, num_outputs)


ctl = LSTMController(8, 100, 1)
st = ctl.create_new_state(4)            # ((1, 4, 100), (1, 4, 100))
o, st = ctl(torch.randn(4, 8), st)      # o: (4, 100)
assert o.shape == (4, 100)
