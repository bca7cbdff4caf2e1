import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence as pack
from torch.nn.utils.rnn import pad_packed_sequence as unpack


class Encoder(nn.Module):

    def __init__(self, word_vec_size, hidden_size, n_layers=3, dropout_p=.1):
        super(Encoder, self).__init__()

        # each direction gets one half of hidden_size
        self.rnn = nn.LSTM(
            word_vec_size,
            int(hidden_size / 2),
            num_layers=n_layers,
            dropout=dropout_p,
            bidirectional=True,
            batch_first=True,
        )

    def forward(self, emb):
        # |emb| = (batch_size, length, word_vec_size)

        if isinstance(emb, tuple):
            x, lengths = emb
            x = pack(x, lengths.tolist(), batch_first=True)
        else:
            x = emb

        y, h = self.rnn(x)
        # |y| = (batch_size, length, hidden_size)
        # |h[0]| = (n_layers * 2, batch_size, hidden_size / 2)

        if isinstance(emb, tuple):
            y, _ = unpack(y, batch_first=True)

        return y, h


class Decoder(nn.Module):

    def __init__(self, word_vec_size, hidden_size, n_layers=3, dropout_p=.1):
        super(Decoder, self).__init__()

        self.rnn = nn.LSTM(word_vec_size + hidden_size, hidden_size, num_layers=n_layers, dropout=dropout_p, batch_first=True)

    def forward(self, emb_t, h_t_1_tilde, h_t_1):
        # |emb_t| = (batch_size, 1, word_vec_size)
        # |h_t_1_tilde| = (batch_size, 1, hidden_size)
        # |h_t_1[0]| = (n_layers, batch_size, hidden_size)
        x = torch.cat([emb_t, h_t_1_tilde], dim=-1)
        # |x| = (batch_size, 1, word_vec_size + hidden_size)

        y, h = self.rnn(x, h_t_1)
        # |y| = (batch_size, 1, hidden_size)

        return y, h
