import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class SentEncoder(nn.Module):
    def __init__(self, vocab_size, emb_dim, hidden_dim):
        super(SentEncoder, self).__init__()
        self.emb = nn.Embedding(vocab_size, emb_dim, padding_idx=0)
        self.lstm = nn.LSTM(emb_dim, hidden_dim, batch_first=True, bidirectional=True)

    def forward(self, ids, lens):
        lens, perm = lens.sort(descending=True)
        x = self.emb(ids[perm])  # [batch, seq_len, emb_dim]
        packed = pack_padded_sequence(x, lens.cpu(), batch_first=True)
        out, (h, c) = self.lstm(packed)
        out, _ = pad_packed_sequence(out)  # [batch, seq_len, hidden_dim*2]

        # h: [2, batch, hidden_dim]
        h = torch.cat([h[0], h[1]], dim=1)  # [batch, hidden_dim*2]
        _, unperm = perm.sort()
        return h[unperm]
