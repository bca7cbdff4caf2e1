import torch
import torch.nn as nn


class CaptionDecoder(nn.Module):
    def __init__(self, embed_size, hidden_size, vocab_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.embed = nn.Embedding(vocab_size, embed_size)
        self.lstm_cell = nn.LSTMCell(embed_size, hidden_size)
        self.out = nn.Linear(hidden_size, vocab_size)

    def init_state(self, batch_size, device):
        # h, c: (1, batch, hidden_size)
        h = torch.zeros(batch_size, self.hidden_size, device=device)
        c = torch.zeros(batch_size, self.hidden_size, device=device)
        return h, c

    def forward(self, features, captions):
        h, c = self.init_state(features.size(0), features.device)
        words = self.embed(captions[:, :-1])
        steps = [features] + list(words.unbind(1))
        scores = []
        for w in steps:
            # w: (batch, embed_size)
            h, c = self.lstm_cell(w, (h, c))
            # h: (batch, 1, hidden_size)
            scores.append(self.out(h))
        return torch.stack(scores, dim=1)
