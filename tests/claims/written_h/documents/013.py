"""Text VAE with LSTM encoder/decoder."""
import torch
import torch.nn as nn


class SentenceVAE(nn.Module):
    def __init__(self, vocab=800, emb=48, hid=96, z=16, num_layers=1, bidirectional=True):
        super().__init__()
        self.hidden_factor = (2 if bidirectional else 1) * num_layers
        self.hid = hid
        self.embedding = nn.Embedding(vocab, emb)
        self.encoder_rnn = nn.LSTM(emb, hid, num_layers=num_layers, bidirectional=bidirectional, batch_first=True)
        self.hidden2mean = nn.Linear(hid * self.hidden_factor, z)
        self.hidden2logv = nn.Linear(hid * self.hidden_factor, z)

    def encode(self, tokens):
        emb = self.embedding(tokens)                 # (B, T, 48)
        _, (hidden, _) = self.encoder_rnn(emb)       # (2, B, 96)
        hidden = hidden.permute(1, 0, 2).reshape(tokens.size(0), -1)  # (B, 192)
        mean = self.hidden2mean(hidden)              # (B, 16)
        return mean, self.hidden2logv(hidden)


vae = SentenceVAE()
mu, logv = vae.encode(torch.randint(0, 800, (12, 20)))
assert mu.shape == torch.Size([12, 16])
