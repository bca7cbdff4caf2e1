import torch
import torch.nn as nn


class CharWordTagger(nn.Module):
    """Char-BiLSTM + word embedding -> word BiLSTM (Lample et al.).

    words: B x T
    chars: B x T x C
    out:   B x T x K
    """

    def __init__(self, Vw, Vc, K, dw=100, dc=25, hc=25, hw=100):
        super().__init__()
        self.wemb = nn.Embedding(Vw, dw)
        self.cemb = nn.Embedding(Vc, dc)
        self.clstm = nn.LSTM(dc, hc, bidirectional=True, batch_first=True)
        self.wlstm = nn.LSTM(dw + 2 * hc, hw, bidirectional=True, batch_first=True)
        self.proj = nn.Linear(2 * hw, K)

    def forward(self, words, chars):
        B, T, C = chars.shape
        ce = self.cemb(chars.view(B * T, C))        # (B*T) x C x 25
        _, (hn, _) = self.clstm(ce)                 # hn: 2 x (B*T) x 25
        crep = hn.transpose(0, 1).reshape(B, T, -1) # B x T x 50
        wrep = self.wemb(words)                     # B x T x 100
        x = torch.cat((wrep, crep), dim=-1)         # B x T x 150
        y, _ = self.wlstm(x)                        # B x T x 200
        return self.proj(y)                         # B x T x K


y = CharWordTagger(500, 60, 9)(torch.randint(0, 500, (2, 6)), torch.randint(0, 60, (2, 6, 11)))
assert y.shape == (2, 6, 9)
