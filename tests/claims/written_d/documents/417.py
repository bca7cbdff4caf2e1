import torch
from torch import nn


class Tagger(nn.Module):
    """Разметка частей речи двунаправленным GRU."""

    def __init__(self, vocab_size, emb_size, hidden_size, n_tags):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, emb_size, padding_idx=0)
        self.gru = nn.GRU(emb_size, hidden_size, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * hidden_size, n_tags)

    def forward(self, ids):
        x = self.emb(ids)
        # x: [батч, длина, размер эмбеддинга]

        states, last = self.gru(x)
        # states: [батч, длина, скрытый размер] - состояния для каждого слова
        # last: [2, батч, скрытый размер] - по одному на направление

        logits = self.head(states)
        # logits: [батч, длина, число меток]
        return logits
