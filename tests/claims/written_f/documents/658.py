import torch
import torch.nn as nn


class SetEncoder(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        # GRU input : (N, L, H_in)
        # GRU output 2 : (S, N, H_out) where S : num_layers * num_directions
        self.gru = nn.GRU(input_size, hidden_size, batch_first=True)
        self.fc = nn.Linear(hidden_size, hidden_size)

    def forward(self, _input):
        # no embedding here
        # _input: [batch_size, sample_size, input_size]
        outputs, _hidden = self.gru(_input)

        # a linear layer makes the context vector
        # _hidden: [batch_size, num_layers * num_direction, hidden_size]
        hidden = torch.tanh(self.fc(_hidden))

        # outputs: [batch_size, sample_size, num_directions*hidden_size]
        # hidden: [num_layers * num_direction, batch_size, hidden_size]
        return outputs, hidden
