import torch
import torch.nn as nn


class SalesLSTM(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers):
        super(SalesLSTM, self).__init__()

        self.hidden_size = hidden_size
        self.num_layers = num_layers

        self.lstm = nn.LSTM(
            input_size = input_size,
            hidden_size = hidden_size,
            num_layers = num_layers,
            batch_first = True
        )

    def forward(self, x):
        '''
            x = (batch_size, seq_length, input_size)
            lstm_out = (batch_size, seq_length, hidden_size)
            h_out, c_out = (batch_size, num_layers, hidden_size)
            out = (batch_size*num_layers, hidden_size)
        '''
        h_0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size, device=x.device)
        c_0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size, device=x.device)

        lstm_out, (h_out, c_out) = self.lstm(x, (h_0, c_0))
        h_out = h_out.view(-1, self.hidden_size)

        return h_out
