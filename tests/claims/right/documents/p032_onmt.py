import torch
import torch.nn as nn


class RNNEncoder(nn.Module):
    """A generic recurrent neural network encoder.

    Args:
        rnn_type (str): style of recurrent unit to use, one of [RNN, LSTM, GRU]
        bidirectional (bool): use a bidirectional RNN
        num_layers (int): number of stacked layers
        hidden_size (int): hidden size of each layer (both directions together)
    """

    def __init__(self, rnn_type, bidirectional, num_layers, hidden_size, emb_size, dropout=0.0):
        super().__init__()
        num_directions = 2 if bidirectional else 1
        assert hidden_size % num_directions == 0
        hidden_size = hidden_size // num_directions
        self.rnn = getattr(nn, rnn_type)(input_size=emb_size, hidden_size=hidden_size, num_layers=num_layers,
                                         dropout=dropout, bidirectional=bidirectional)

    def forward(self, emb, lengths=None):
        """
        Args:
            emb (FloatTensor): (src_len, batch, emb_size)
            lengths (LongTensor): (batch,)

        Returns:
            memory_bank: (src_len, batch, hidden_size)
            encoder_final: tuple of (num_layers * num_directions, batch, hidden_size // num_directions)
        """
        memory_bank, encoder_final = self.rnn(emb)
        return memory_bank, encoder_final


def fix_enc_hidden(hidden):
    # The encoder hidden is (layers*directions) x batch x dim.
    # We need to convert it to layers x batch x (directions*dim).
    return torch.cat([hidden[0:hidden.size(0):2], hidden[1:hidden.size(0):2]], 2)


enc = RNNEncoder("LSTM", True, 2, 500, 300)
mb, (h, c) = enc(torch.randn(12, 4, 300))
print(mb.size())                  # torch.Size([12, 4, 500])
print(h.size())                   # torch.Size([4, 4, 250])
print(fix_enc_hidden(h).size())   # torch.Size([2, 4, 500])
