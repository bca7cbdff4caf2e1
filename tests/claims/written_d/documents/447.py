"""Korean-to-English translator: encoder, attention, decoder. Sizes are written as |tensor| = (...)."""
import torch
import torch.nn as nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.linear = nn.Linear(hidden_size, hidden_size, bias=False)

    def forward(self, h_src, h_t_tgt):
        # |h_src| = (batch_size, length, hidden_size)
        # |h_t_tgt| = (batch_size, 1, hidden_size)
        query = self.linear(h_t_tgt)
        # |query| = (batch_size, 1, hidden_size)
        weight = torch.bmm(query, h_src.transpose(1, 2)).softmax(dim=-1)
        # |weight| = (batch_size, 1, length)
        return torch.bmm(weight, h_src)


class Encoder(nn.Module):
    def __init__(self, word_vec_size, hidden_size, n_layers=2, dropout_p=.2):
        super().__init__()
        # both halves together are as wide as the decoder
        self.rnn = nn.LSTM(word_vec_size, int(hidden_size / 2), num_layers=n_layers,
                           dropout=dropout_p, bidirectional=True, batch_first=True)

    def forward(self, emb):
        # |emb| = (batch_size, length, word_vec_size)
        y, h = self.rnn(emb)
        # |y| = (batch_size, length, hidden_size)
        # |h[0]| = (n_layers * 2, batch_size, hidden_size / 2)
        return y, h


class Decoder(nn.Module):
    def __init__(self, word_vec_size, hidden_size, n_layers=2, dropout_p=.2):
        super().__init__()
        self.rnn = nn.LSTM(word_vec_size + hidden_size, hidden_size, num_layers=n_layers,
                           dropout=dropout_p, bidirectional=False, batch_first=True)

    def forward(self, emb_t, h_t_1_tilde, h_t_1):
        # |emb_t| = (batch_size, 1, word_vec_size)
        # |h_t_1_tilde| = (batch_size, 1, hidden_size)
        # |h_t_1[0]| = (n_layers, batch_size, hidden_size)
        x = torch.cat([emb_t, h_t_1_tilde], dim=-1)
        # |x| = (batch_size, 1, word_vec_size + hidden_size)
        y, h = self.rnn(x, h_t_1)
        # |y| = (batch_size, 1, hidden_size)
        return y, h


def merge_encoder_state(h):
    # |h| = (n_layers * 2, batch_size, hidden_size / 2)
    n, b, d = h.size()
    h = h.view(n // 2, 2, b, d).transpose(1, 2).reshape(n // 2, b, 2 * d)
    # |h| = (n_layers, batch_size, hidden_size)
    return h
