import torch
import torch.nn as nn


class ChannelModel(nn.Module):

    def __init__(self, input_dim, hidden_dim, batch_size, output_dim=11, num_layers=2):
        super(ChannelModel, self).__init__()
        self.input_dim = input_dim
        self.hidden_dim = hidden_dim
        self.batch_size = batch_size
        self.num_layers = num_layers

        self.init_linear = nn.Linear(self.input_dim, self.input_dim)
        self.lstm = nn.LSTM(self.input_dim, self.hidden_dim, self.num_layers, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(self.hidden_dim * 2, output_dim)

    def forward(self, input):
        # Warm up the features first
        linear_input = self.init_linear(input)

        # Recurrent part
        # shape of lstm_out: [batch_size, input_size ,hidden_dim]
        # shape of self.hidden: (a, b), where a and b both
        # have shape (batch_size, num_layers, hidden_dim).
        lstm_out, self.hidden = self.lstm(linear_input)

        return self.linear(lstm_out)
