import torch
from torch import nn


class LuongDecoder(nn.Module):
    """One-step decoder w/ global attention (Luong et al., 2015).

    Args:
        tgt (LongTensor): previous token, shape (1, B)
        state (tuple): (h, c) each of shape (num_layers, B, H)
        memory (FloatTensor): encoder outputs, shape (S, B, H)

    Returns:
        logits: (B, V)
        state: (h, c) each (num_layers, B, H)
        align: (B, 1, S)
    """

    def __init__(self, vocab_size, hidden, num_layers=2, dropout=0.1):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, hidden)
        self.lstm = nn.LSTM(hidden, hidden, num_layers, dropout=dropout)
        self.W_a = nn.Linear(hidden, hidden, bias=False)
        self.W_c = nn.Linear(2 * hidden, hidden)
        self.out = nn.Linear(hidden, vocab_size)

    def forward(self, tgt, state, memory):
        emb = self.embed(tgt)                           # (1, B, H)
        dec, state = self.lstm(emb, state)              # dec: (1, B, H)
        query = self.W_a(dec).transpose(0, 1)           # (B, 1, H)
        scores = query.bmm(memory.permute(1, 2, 0))     # (B, 1, S)
        align = scores.softmax(-1)                      # (B, 1, S)
        ctx = align.bmm(memory.transpose(0, 1))         # (B, 1, H)
        cat = torch.cat([ctx, dec.transpose(0, 1)], 2)  # (B, 1, 2H)
        h_tilde = self.W_c(cat).tanh().squeeze(1)       # (B, H)
        return self.out(h_tilde), state, align          # (B, V)
