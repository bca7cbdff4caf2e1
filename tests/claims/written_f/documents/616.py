import torch
import torch.nn as nn


class Forecaster(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, layers = config["hidden"], config["layers"]
        self.GRU = nn.GRU(config["inputs"], hidden, num_layers=layers, batch_first=True)
        self.linear = nn.Linear(hidden * layers, config["steps"] * 24)

    def forward(self, input):
        '''
        - input: (batch, look_back*24, 1)
        '''
        batch = input.shape[0]
        output, h_n = self.GRU(input) # h_n: (batch, num_layers, hidden_size)
        h_n = h_n.view(batch, -1)
        return self.linear(h_n)
