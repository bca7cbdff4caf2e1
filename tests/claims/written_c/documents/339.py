"""Baseline for the memory benchmark: one off-the-shelf recurrent layer."""
from torch import nn


class RecurrentBaseline(nn.Module):
    """Single layer, single direction.

    Small on purpose; the gates could be written out by hand if somebody
    needs them.
    """

    def __init__(self, input_size, hidden_size, **kwargs):
        super(RecurrentBaseline, self).__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size

        self.rnn_layer = nn.RNN(input_size=input_size,
                                hidden_size=hidden_size,
                                batch_first=True)

    def forward(self, data, n_outputs=1):
        """
        Args:
            data: (batch, seq_len, input_size) one batch of the loader.
            n_outputs (int): how many of the last steps are scored.
        Returns:
            output: (batch, n_outputs, hidden_size)
            hidden: (batch, num_layers, hidden_size)
        """
        # the state starts at 0 by default
        output, hidden = self.rnn_layer(data)
        return output[:, -n_outputs:, :], hidden

    def reset_parameters(self):
        self.rnn_layer.reset_parameters()
