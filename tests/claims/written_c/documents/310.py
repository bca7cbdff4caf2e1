import torch
import torch.nn as nn


class SmilesVAE(nn.Module):
    """分子の文字列を潜在空間に写す。"""

    def __init__(self, vocab_size, latent_dim=56, max_length=80):
        super().__init__()
        self.max_length = max_length
        self.encoder_embedding = nn.Embedding(vocab_size, 128)
        self.encoder_gru = nn.GRU(128, 256, num_layers=3, batch_first=True)
        self.fc_mu = nn.Linear(256, latent_dim)
        self.fc_logvar = nn.Linear(256, latent_dim)

    def encode(self, x):
        """
        Parameters:
        -----------
        x : torch.Tensor, shape (batch, max_length)

        Returns:
        --------
        mu : torch.Tensor, shape (batch, latent_dim)
        logvar : torch.Tensor, shape (batch, latent_dim)
        """
        embedded = self.encoder_embedding(x)  # (batch, max_length, 128)

        # GRU（最後の隠れ状態だけ使う）
        _, hidden = self.encoder_gru(embedded)  # hidden: (2, batch, 256)
        hidden = hidden[-1]  # 最終層: (batch, 256)

        mu = self.fc_mu(hidden)
        logvar = self.fc_logvar(hidden)
        return mu, logvar
