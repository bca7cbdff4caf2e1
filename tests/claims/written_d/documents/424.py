"""Bi-directional attention flow, cut down to what fits on two screens.

Sizes used in the comments:
    d       width of the word vectors
    hidden  units of one LSTM direction
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Flow(nn.Module):
    def __init__(self, vocab, d, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, d)
        self.context_lstm = nn.LSTM(input_size=d, hidden_size=hidden,
                                    bidirectional=True, batch_first=True)
        self.sim = nn.Linear(hidden * 6, 1, bias=False)
        self.modeling_lstm = nn.LSTM(input_size=hidden * 8, hidden_size=hidden, num_layers=2,
                                     bidirectional=True, batch_first=True, dropout=0.2)
        self.output_lstm = nn.LSTM(input_size=hidden * 2, hidden_size=hidden,
                                   bidirectional=True, batch_first=True)
        self.p1 = nn.Linear(hidden * 10, 1)
        self.p2 = nn.Linear(hidden * 10, 1)

    def attend(self, c, q):
        """
        c: (batch, c_len, hidden * 2)
        q: (batch, q_len, hidden * 2)
        -> (batch, c_len, hidden * 8)
        """
        cc = c.unsqueeze(2).expand(-1, -1, q.size(1), -1)
        qq = q.unsqueeze(1).expand(-1, c.size(1), -1, -1)
        s = self.sim(torch.cat([cc, qq, cc * qq], dim=-1)).squeeze(-1)   # (batch, c_len, q_len)
        c2q = torch.bmm(F.softmax(s, dim=2), q)                           # (batch, c_len, hidden * 2)
        b = F.softmax(s.max(dim=2)[0], dim=1).unsqueeze(1)               # (batch, 1, c_len)
        q2c = torch.bmm(b, c).expand(-1, c.size(1), -1)                   # (batch, c_len, hidden * 2)
        return torch.cat([c, c2q, c * c2q, c * q2c], dim=-1)

    def forward(self, c_ids, q_ids):
        c, _ = self.context_lstm(self.embed(c_ids))    # (batch, c_len, hidden * 2)
        q, _ = self.context_lstm(self.embed(q_ids))    # (batch, q_len, hidden * 2)
        g = self.attend(c, q)                          # (batch, c_len, hidden * 8)
        m, _ = self.modeling_lstm(g)                   # (batch, c_len, hidden * 2)
        m2, (h2, _) = self.output_lstm(m)              # (batch, c_len, hidden * 2), (2, batch, hidden)
        start = self.p1(torch.cat([g, m], dim=-1)).squeeze(-1)   # (batch, c_len)
        end = self.p2(torch.cat([g, m2], dim=-1)).squeeze(-1)    # (batch, c_len)
        return start, end
