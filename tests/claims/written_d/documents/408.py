import torch
import torch.nn as nn
import torch.nn.functional as F


def pooled(vectors, context, linear):
    # vectors (batch, words, 2 * word_hidden)
    scores = torch.tanh(linear(vectors)) @ context
    alpha = F.softmax(scores, dim=1)
    return (alpha.unsqueeze(-1) * vectors).sum(dim=1)


class WordLevel(nn.Module):
    """Lower half of a hierarchical attention network."""

    def __init__(self, lookup, embed, word_hidden):
        super().__init__()
        self.lookup = lookup
        self.word_gru = nn.GRU(embed, word_hidden, bidirectional=True, batch_first=True)
        self.squish = nn.Linear(2 * word_hidden, 2 * word_hidden)
        self.context = nn.Parameter(torch.randn(2 * word_hidden))

    def forward(self, words, state_word=None):
        embedded = self.lookup(words)
        # output_word (batch, words, word_hidden * num_directions)
        # state_word (batch, num_layers * num_directions, word_hidden)
        output_word, state_word = self.word_gru(embedded, state_word)
        return pooled(output_word, self.context, self.squish), state_word


class SentLevel(nn.Module):
    def __init__(self, word_hidden, sent_hidden, classes):
        super().__init__()
        self.sent_gru = nn.GRU(2 * word_hidden, sent_hidden, bidirectional=True, batch_first=True)
        self.squish = nn.Linear(2 * sent_hidden, 2 * sent_hidden)
        self.context = nn.Parameter(torch.randn(2 * sent_hidden))
        self.fc = nn.Linear(2 * sent_hidden, classes)

    def forward(self, sent_vectors):
        # sent_vectors (batch, sents, 2 * word_hidden)
        output_sent, _ = self.sent_gru(sent_vectors)
        # output_sent (batch, sents, 2 * sent_hidden)
        return self.fc(pooled(output_sent, self.context, self.squish))
