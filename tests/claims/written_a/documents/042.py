"""Captioning: the picture is fed as a zeroth word."""
import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence


class Captioner(nn.Module):
    def __init__(self, n_vocab, n_embed=256, n_hidden=512):
        super().__init__()
        self.embed = nn.Embedding(n_vocab, n_embed)
        self.lstm = nn.LSTM(n_embed, n_hidden, batch_first=True)
        self.to_word = nn.Linear(n_hidden, n_vocab)

    def forward(self, feats, captions, lengths):
        # feats (B, n_embed), captions (B, L)
        words = self.embed(captions)                           # (B, L, n_embed)
        words = torch.cat((feats.unsqueeze(1), words), dim=1)  # (B, L + 1, n_embed)
        packed = pack_padded_sequence(words, lengths, batch_first=True)
        ran = self.lstm(packed)[0]
        return self.to_word(ran.data)                          # (sum(lengths), n_vocab)

    @torch.no_grad()
    def sample(self, feats, max_len=20):
        x, state, ids = feats.unsqueeze(1), None, []           # x: (B, 1, n_embed)
        for _ in range(max_len):
            y, state = self.lstm(x, state)                     # y: (B, 1, n_hidden)
            best = self.to_word(y.squeeze(1)).argmax(1)        # (B,)
            ids.append(best)
            x = self.embed(best).unsqueeze(1)
        return torch.stack(ids, 1)                             # (B, max_len)
