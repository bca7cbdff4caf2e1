import torch
import torch.nn as nn


def masked_mean(x, mask):
    """
    x:    (B, T, D)
    mask: (B, T)
    ->    (B, D)
    """
    m = mask.unsqueeze(-1).float()                 # (B, T, 1)
    return (x * m).sum(1) / m.sum(1).clamp(min=1)  # (B, D)


class InferSent(nn.Module):
    """BiLSTM with max pooling; u, v -> [u, v, |u - v|, u * v]"""

    def __init__(self, emb_dim=300, enc_dim=2048, n_classes=3):
        super().__init__()
        self.enc_lstm = nn.LSTM(emb_dim, enc_dim, 1, bidirectional=True)
        self.classifier = nn.Linear(4 * 2 * enc_dim, n_classes)

    def encode(self, sent):
        # sent: (T, B, 300)
        out = self.enc_lstm(sent)[0]     # (T, B, 2*2048)
        emb = torch.max(out, 0)[0]       # (B, 4096)
        return emb

    def forward(self, s1, s2):
        u, v = self.encode(s1), self.encode(s2)                   # (B, 4096)
        feats = torch.cat((u, v, torch.abs(u - v), u * v), 1)     # (B, 16384)
        return self.classifier(feats)                             # (B, 3)


net = InferSent(enc_dim=2048)
assert net(torch.randn(5, 2, 300), torch.randn(7, 2, 300)).shape == (2, 3)
