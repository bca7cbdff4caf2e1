import torch
import torch.nn as nn
import torch.nn.functional as F


class DotAttnDecoder(nn.Module):
    """Luong-style decoder, several steps at once during training."""

    def __init__(self, n_tokens, d_emb, d_model, n_layers):
        super().__init__()
        self.emb = nn.Embedding(n_tokens, d_emb)
        self.dec = nn.LSTM(d_emb, d_model, n_layers, batch_first=True)
        self.mix = nn.Linear(2 * d_model, d_model)
        self.gen = nn.Linear(d_model, n_tokens)

    def forward(self, tgt, memory, state):
        # memory (from the encoder): [bsz, src_len, d_model]
        # state: a pair of [2 * n_layers, bsz, d_model]
        q, state = self.dec(self.emb(tgt), state)       # [bsz, tgt_len, d_model]
        energy = torch.bmm(q, memory.transpose(1, 2))   # [bsz, tgt_len, src_len]
        ctx = torch.bmm(F.softmax(energy, -1), memory)  # [bsz, tgt_len, d_model]
        both = torch.cat((ctx, q), dim=2)               # [bsz, tgt_len, 2 * d_model]
        return self.gen(torch.tanh(self.mix(both))), state
