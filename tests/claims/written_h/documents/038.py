"""Named entity recognition: char-LSTM + word-LSTM (한국어 주석)"""
import torch
import torch.nn as nn


class CharWordTagger(nn.Module):
    def __init__(self, n_chars=70, n_words=900, c_dim=25, c_hid=25, w_dim=100, w_hid=100, n_tags=9):
        super().__init__()
        self.char_emb = nn.Embedding(n_chars, c_dim)
        self.char_lstm = nn.LSTM(c_dim, c_hid, bidirectional=True, batch_first=True)
        self.word_emb = nn.Embedding(n_words, w_dim)
        self.word_lstm = nn.LSTM(w_dim + 2 * c_hid, w_hid, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(2 * w_hid, n_tags)

    def forward(self, words, chars):
        # words: (B, S), chars: (B, S, W)
        B, S, W = chars.shape
        ce = self.char_emb(chars.view(B * S, W))     # (B*S, W, 25)
        _, (h, _) = self.char_lstm(ce)               # h의 크기: (2, B*S, 25)
        cf = torch.cat([h[0], h[1]], dim=-1)         # (B*S, 50)
        cf = cf.view(B, S, -1)                       # (B, S, 50)
        x = torch.cat([self.word_emb(words), cf], dim=-1)   # (B, S, 125)
        out, _ = self.word_lstm(x)                   # (B, S, 200)
        return self.fc(out)                          # (B, S, n_tags)


m = CharWordTagger()
print(m(torch.randint(0, 900, (2, 7)), torch.randint(0, 70, (2, 7, 12))).shape)   # (2, 7, 9)
