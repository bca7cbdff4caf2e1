import torch
import torch.nn as nn


class MemoryBlock(nn.Module):
    def __init__(self, width, num_layers):
        super().__init__()
        self.recurrent_layer = nn.GRU(width, width, num_layers, batch_first=True)

    def forward(self, h, recurrent_cell, sequence_length):
        # (batch_size, num_layers, hidden_size) => (num_layers, batch_size, hidden_size)
        cell_in = recurrent_cell
        recurrent_cell = recurrent_cell.swapaxes(0, 1).contiguous()
        if sequence_length == 1:
            # sampling: add a time axis and drop it again
            h, recurrent_cell = self.recurrent_layer(h.unsqueeze(1), recurrent_cell)
            h = h.squeeze(1)
        else:
            h_shape = tuple(h.size())
            h = h.reshape((h_shape[0] // sequence_length), sequence_length, h_shape[1])
            h, recurrent_cell = self.recurrent_layer(h, recurrent_cell)
        return h, recurrent_cell.swapaxes(0, 1)  # (batch_size, num_layers, hidden_size)
