import torch
import torch.nn as nn


class ReviewScorer(nn.Module):
    def __init__(self, vocab_size, embed_size, hidden_size):
        super(ReviewScorer, self).__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers=2, dropout=0.4)
        self.linear = nn.Linear(hidden_size, 1)

    def forward(self, text):
        # text (seq_len, batch_size)
        embedded = self.embedding(text)
        # embedded (batch_size, seq_len, embed_size)
        output, (hidden, cell) = self.lstm(embedded)
        # output (batch_size, seq_len, hidden_size)
        # hidden (2, batch_size, hidden_size)
        score = self.linear(hidden[-1])
        # score (batch_size, 1)
        return score.squeeze(1)
