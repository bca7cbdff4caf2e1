import torch
import torch.nn as nn


class StringVAE(nn.Module):
    def __init__(self, vocab, latent_dim=24):
        super().__init__()
        self.encoder_embedding = nn.Embedding(vocab, 48)
        self.encoder_gru = nn.GRU(48, 96, num_layers=2, batch_first=True)
        self.fc_mu = nn.Linear(96, latent_dim)

    def forward(self, x):
        # Embedding
        embedded = self.encoder_embedding(x)  # (batch, max_length, 48)

        # GRU（最終隠れ状態を使用）
        _, hidden = self.encoder_gru(embedded)  # hidden: (2, batch, 96)
        hidden = hidden[-1]  # 最終層の隠れ状態: (batch, 96)

        return self.fc_mu(hidden)           # (batch, latent_dim)
