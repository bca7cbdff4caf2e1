import torch
import torch.nn as nn


class MaskedRNN(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers, dropout=0.0):
        super().__init__()
        self.rnn = nn.GRU(input_size, hidden_size, num_layers, batch_first=True, dropout=dropout)

    def forward(self, x, masks):
        """
        Args:
            x: (batch_size, seq_len, input_size)
            masks: (batch_size, seq_len)
        Returns:
            output: (batch_size, seq_len, hidden_size)
            hidden: (num_layers, batch_size, hidden_size)
        """
        seq_len = x.size(1)
        x0 = x
        x = nn.utils.rnn.pack_padded_sequence(x, masks.sum(1).int().cpu(), batch_first=True, enforce_sorted=False)
        output, hidden = self.rnn(x)
        output, _ = nn.utils.rnn.pad_packed_sequence(output, batch_first=True, total_length=seq_len)
        return output
