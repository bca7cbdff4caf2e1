from dataclasses import dataclass
import torch
import torch.nn as nn


@dataclass
class LSTMConfig:
    vocab_size: int = 32000
    d_embed: int = 256
    d_hidden: int = 512
    n_layers: int = 2
    bidirectional: bool = True
    dropout: float = 0.1

    @property
    def n_dir(self) -> int:
        return 2 if self.bidirectional else 1


class Model(nn.Module):
    def __init__(self, cfg: LSTMConfig):
        super().__init__()
        self.cfg = cfg
        self.embed = nn.Embedding(cfg.vocab_size, cfg.d_embed)
        self.lstm = nn.LSTM(cfg.d_embed, cfg.d_hidden, cfg.n_layers, batch_first=True,
                            bidirectional=cfg.bidirectional, dropout=cfg.dropout)
        self.head = nn.Linear(cfg.d_hidden * cfg.n_dir, cfg.vocab_size)

    def forward(self, ids):
        x = self.embed(ids)             # (B, T, d_embed)
        y, (h, c) = self.lstm(x)        # y: (B, T, n_dir * d_hidden), h: (n_layers * n_dir, B, d_hidden)
        return self.head(y)             # (B, T, vocab_size)


small = LSTMConfig(vocab_size=100, d_embed=16, d_hidden=24, n_layers=1, bidirectional=False)
m = Model(small)
ids = torch.randint(0, 100, (2, 9))
y, (h, c) = m.lstm(m.embed(ids))
print(y.shape)   # torch.Size([2, 9, 24])
print(h.shape)   # torch.Size([1, 2, 24])
big = Model(LSTMConfig(vocab_size=100))
y, (h, c) = big.lstm(big.embed(ids))
print(y.shape)   # torch.Size([2, 9, 1024])
print(h.shape)   # torch.Size([4, 2, 512])
