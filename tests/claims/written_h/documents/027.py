# -*- coding: utf-8 -*-
"""Autoencoder for ECG anomaly detection."""
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
        x = x.reshape((1, self.seq_len, self.n_features))
        x, (_, _) = self.rnn1(x)          # (1, seq_len, 128)
        x, (hidden_n, _) = self.rnn2(x)   # x: (1, seq_len, 64), hidden_n: (1, 1, 64)
        return hidden_n.reshape((self.n_features, self.embedding_dim))   # (n_features, embedding_dim)


class Decoder(nn.Module):
    def __init__(self, seq_len, input_dim=64, n_features=1):
        super(Decoder, self).__init__()
        self.seq_len, self.input_dim = seq_len, input_dim
        self.hidden_dim, self.n_features = 2 * input_dim, n_features
        self.rnn1 = nn.LSTM(input_size=input_dim, hidden_size=input_dim, num_layers=1, batch_first=True)
        self.rnn2 = nn.LSTM(input_size=input_dim, hidden_size=self.hidden_dim, num_layers=1, batch_first=True)
        self.output_layer = nn.Linear(self.hidden_dim, n_features)

    def forward(self, x):
        x = x.repeat(self.seq_len, self.n_features)
        x = x.reshape((self.n_features, self.seq_len, self.input_dim))
        x, (hidden_n, cell_n) = self.rnn1(x)
        x, (hidden_n, cell_n) = self.rnn2(x)   # x: (1, seq_len, 64)
        x = x.reshape((self.seq_len, self.hidden_dim))   # (seq_len, hidden_dim)
        return self.output_layer(x)            # (seq_len, n_features)


enc, dec = Encoder(140, 1), Decoder(140)
z = enc(torch.randn(140, 1))
print(z.shape)         # torch.Size([1, 64])
print(dec(z).shape)    # torch.Size([140, 1])
