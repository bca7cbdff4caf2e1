import torch
import torch.nn as nn


class Codificador(nn.Module):
    def __init__(self, vocab, emb_dim, hidden_dim, num_layers):
        super().__init__()
        self.num_layers, self.hidden_dim = num_layers, hidden_dim
        self.embedding = nn.Embedding(vocab, emb_dim)
        self.lstm = nn.LSTM(emb_dim, hidden_dim, num_layers, bidirectional=True)

    def forward(self, src):
        embedded = self.embedding(src)  # (src_len, batch, emb_dim)

        # outputs: (src_len, batch, hidden*num_directions)
        # hidden: (num_layers*num_directions, batch, hidden)
        # cell: (num_layers*num_directions, batch, hidden)
        outputs, (hidden, cell) = self.lstm(embedded)

        # juntar las dos direcciones de cada capa
        # hidden: (num_layers*2, batch, hidden) -> (num_layers, batch, hidden*2)
        hidden = hidden.view(self.num_layers, 2, -1, self.hidden_dim)
        hidden = torch.cat([hidden[:, 0], hidden[:, 1]], dim=2)
        return outputs, hidden
