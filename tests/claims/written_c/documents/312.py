import torch
import torch.nn as nn


class PairClassifier(nn.Module):
    """Sentence pairs, one shared BiLSTM, max pooling over time."""

    def __init__(self, embedding, nr_hidden, nr_classes):
        super().__init__()
        self.embedding = embedding
        self.bilstm = nn.LSTM(embedding.embedding_dim, nr_hidden,
                              batch_first=True, bidirectional=True)
        self.linear_1 = nn.Linear(8 * nr_hidden, nr_hidden)
        self.linear_2 = nn.Linear(nr_hidden, nr_classes)

    def encode(self, tokens):
        # B x T => B x T x E
        vectors = self.embedding(tokens)

        # Keep every hidden state
        # B x T x E => B x T x 2H
        states, _ = self.bilstm(vectors)

        # Strongest response over T
        # B x T x 2H => B x 2H
        pooled, _ = states.max(dim=1)
        return pooled

    def forward(self, premise, hypo):
        p, h = self.encode(premise), self.encode(hypo)
        # B x 2H => B x 8H
        both = torch.cat([p, h, p - h, p * h], dim=1)
        return self.linear_2(torch.relu(self.linear_1(both)))
