"""LSTM autoencoder for ECG anomaly detection (ECG5000: 140 steps, 1 feature)."""
import torch
import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, seq_len, n_features, embedding_dim=64):
        super(Encoder, self).__init__()
        self.seq_len, self.n_features = seq_len, n_features
        self.embedding_dim, self.hidden_dim = embedding_dim, 2 * embedding_dim
        self.rnn1 = nn.LSTM(input_size=n_features, hidden_size=self.hidden_dim, num_layers=1, batch_first=True)
        self.rnn2 = nn.LSTM(input_size=self.hidden_dim, hidden_size=embedding_dim, num_layers=1, batch_first=True)

    def forward(self, x):
        x = x.reshape((1, self.seq_len, self.n_features))   # (1, 140, 1)
        x, (_, _) = self.rnn1(x)                            # (1, 140, 128)
        x, (hidden_n, _) = self.rnn2(x)                     # x: (1, 140, 64), hidden_n: (1, 1, 64)
        return hidden_n.reshape((self.n_features, self.embedding_dim))   # (1, 64)


class Decoder(nn.Module):
    def __init__(self, seq_len, input_dim=64, n_features=1):
        super(Decoder, self).__init__()
        self.seq_len, self.input_dim = seq_len, input_dim
        self.hidden_dim, self.n_features = 2 * input_dim, n_features
        self.rnn1 = nn.LSTM(input_dim, input_dim, batch_first=True)
        self.rnn2 = nn.LSTM(input_dim, self.hidden_dim, batch_first=True)
        self.output_layer = nn.Linear(self.hidden_dim, n_features)

    def forward(self, x):
        x = x.repeat(self.seq_len, self.n_features)                       # (140, 64)
        x = x.reshape((self.n_features, self.seq_len, self.input_dim))    # (1, 140, 64)
        x, (hidden_n, cell_n) = self.rnn1(x)                              # (1, 140, 64)
        x, (hidden_n, cell_n) = self.rnn2(x)                              # (1, 140, 128)
        x = x.reshape((self.seq_len, self.hidden_dim))                    # (140, 128)
        return self.output_layer(x)                                       # (140, 1)


enc, dec = Encoder(140, 1), Decoder(140)
assert dec(enc(torch.randn(140, 1))).shape == (140, 1)
