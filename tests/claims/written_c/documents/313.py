import torch
import torch.nn as nn

EMBED_DIM = 48
HIDDEN_DIM = 72


class LessonEncoder(nn.Module):
    def __init__(self, vocab_size, embed_dim=EMBED_DIM, hidden_dim=HIDDEN_DIM, dropout=0.2):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.lstm = nn.LSTM(embed_dim, hidden_dim, num_layers=2,
                            batch_first=True, dropout=dropout)
        self.layer_norm = nn.LayerNorm(hidden_dim)
        self.proj = nn.Sequential(nn.Linear(hidden_dim, hidden_dim), nn.ReLU())

    def forward(self, x):
        # x: B x T
        pad_mask = (x != 0).float()                      # B x T
        emb = self.embed(x)                              # B x T x E
        lstm_out, _ = self.lstm(emb)                     # B x T x 2H
        out = self.layer_norm(lstm_out)

        # Average over the real tokens only
        mask = pad_mask.unsqueeze(-1)                    # B x T x 1
        pooled = (out * mask).sum(1) / mask.sum(1).clamp(min=1)  # B x 2H
        return self.proj(pooled)                         # B x H
