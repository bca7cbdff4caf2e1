import torch
import torch.nn as nn


class CharLM(nn.Module):
    def __init__(self, vocab, embed_size, hidden_size, n_layers):
        super().__init__()
        self.emb = nn.Embedding(vocab, embed_size)
        self.lstm = nn.LSTM(embed_size, hidden_size, n_layers, dropout=0.1)
        self.out = nn.Linear(hidden_size, vocab)

    def forward(self, tokens, state=None):
        # tokens: seq_len x batch
        x = self.emb(tokens)
        # x: seq_len x batch x embed_size
        y, state = self.lstm(x, state)
        # y: seq_len x batch x embed_size
        # state: two tensors, n_layers x batch x hidden_size each
        return self.out(y), state
