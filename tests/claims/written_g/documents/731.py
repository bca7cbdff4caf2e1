import torch
from torch import nn


class HeatNet(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, params):
        super().__init__()
        self.hidden_size = hidden_size
        self.num_layers = params['num_layers']
        self.forecast_step = params['forecast_step']
        self.GRU = nn.GRU(input_size, hidden_size, num_layers=self.num_layers, batch_first=True)
        self.linear = nn.Linear(hidden_size * self.num_layers, output_size)

    def init_hidden(self, batch):
        return torch.randn((self.num_layers, batch, self.hidden_size))

    def forward(self, input):
        """
        - input: (batch, look_back, 8)
        - output: (batch, forecast_step, 8)
        """
        batch = input.shape[0]
        h = self.init_hidden(batch)
        output, h_n = self.GRU(input, h) # h_n: (batch, num_layers, hidden_size)
        h_n = h_n.view(batch, -1)
        return self.linear(h_n).view(batch, self.forecast_step, 8)
