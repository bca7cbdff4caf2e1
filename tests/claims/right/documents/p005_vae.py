import torch
import torch.nn as nn


class SentenceVAE(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, latent_size, num_layers=1, bidirectional=True):
        super().__init__()
        self.latent_size = latent_size
        self.num_layers = num_layers
        self.hidden_size = hidden_size
        self.hidden_factor = (2 if bidirectional else 1) * num_layers
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.encoder_rnn = nn.LSTM(embedding_size, hidden_size, num_layers=num_layers,
                                   bidirectional=bidirectional, batch_first=True)
        self.decoder_rnn = nn.LSTM(embedding_size, hidden_size, num_layers=num_layers,
                                   bidirectional=bidirectional, batch_first=True)
        self.hidden2mean = nn.Linear(hidden_size * self.hidden_factor, latent_size)
        self.hidden2logv = nn.Linear(hidden_size * self.hidden_factor, latent_size)
        self.latent2hidden = nn.Linear(latent_size, hidden_size * self.hidden_factor)
        self.outputs2vocab = nn.Linear(hidden_size * (2 if bidirectional else 1), vocab_size)

    def forward(self, input_sequence):
        batch_size = input_sequence.size(0)
        emb = self.embedding(input_sequence)           # [B, T, E]
        _, (hidden, _) = self.encoder_rnn(emb)         # hidden: [2, B, H]
        hidden = hidden.transpose(0, 1).reshape(batch_size, -1)   # [B, 2H]

        mean = self.hidden2mean(hidden)                # [B, Z]
        logv = self.hidden2logv(hidden)                # [B, Z]
        std = torch.exp(0.5 * logv)
        z = torch.randn_like(std) * std + mean         # [B, Z]

        hidden = self.latent2hidden(z)                 # [B, 2H]
        hidden = hidden.view(batch_size, self.hidden_factor, self.hidden_size)  # [B, 2, H]
        hidden = hidden.transpose(0, 1).contiguous()   # [2, B, H]
        cell = torch.zeros_like(hidden)                # [2, B, H]
        out, _ = self.decoder_rnn(emb, (hidden, cell)) # out: [B, T, 2H]
        logits = self.outputs2vocab(out)               # [B, T, V]
        return logits, mean, logv
