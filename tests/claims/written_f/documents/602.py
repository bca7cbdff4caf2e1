import torch
import torch.nn as nn


class StepDecoder(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = nn.LSTMCell(input_size, hidden_size)

    def forward(self, x):
        # x: (batch, time, input_size)
        h = x.new_zeros(x.size(0), self.hidden_size)
        c = x.new_zeros(x.size(0), self.hidden_size)
        outputs = []
        for t in range(x.size(1)):
            # h, c: (num_layers, batch, hidden_size)
            h, c = self.cell(x[:, t, :], (h, c))
            outputs.append(h)
        return torch.stack(outputs, dim=1)  # (batch, time, hidden_size)
