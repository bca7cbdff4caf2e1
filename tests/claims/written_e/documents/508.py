import torch
from torch import nn


class WordStep(nn.Module):
    """Writes a caption word by word."""

    def __init__(self, embed_dim, context_dim, hidden_size, vocab_size):
        super().__init__()
        self.lstm_cell = nn.LSTMCell(embed_dim + context_dim, hidden_size)
        self.words = nn.Linear(hidden_size, vocab_size)

    def forward(self, x, context, state):
        # ---------
        # LSTM step
        # ---------
        # hidden - (batch_size, hidden_size)
        # state -- h: (batch_size, num_layers, hidden_size)
        #          c: (batch_size, num_layers, hidden_size)
        i = torch.cat([x, context], dim=1)
        h, c = self.lstm_cell(i, state)
        hidden = h

        # out -- (batch_size, vocab_size)
        out = self.words(hidden)
        return out, (h, c)
