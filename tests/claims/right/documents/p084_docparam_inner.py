import torch
import torch.nn as nn


class TextCNNLSTM(nn.Module):
    """
    C-LSTM (Zhou et al. 2015).

    x: LongTensor (batch, seq_len)
    out: FloatTensor (batch, n_classes)
    """

    def __init__(self, vocab, emb=300, filters=150, k=3, hidden=150, n_classes=5):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.conv = nn.Conv1d(emb, filters, k)
        self.lstm = nn.LSTM(filters, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, n_classes)

    def forward(self, tokens):
        x = self.emb(tokens)            # (batch, seq_len, emb)
        x = x.transpose(1, 2)           # (batch, emb, seq_len)
        x = self.conv(x).relu()         # (batch, filters, seq_len - k + 1)
        x = x.transpose(1, 2)           # (batch, seq_len - k + 1, filters)
        out, (h, c) = self.lstm(x)      # (batch, seq_len - k + 1, hidden)
        out = h[-1]                     # (batch, hidden)
        return self.fc(out)             # (batch, n_classes)


assert TextCNNLSTM(100)(torch.randint(0, 100, (4, 12))).shape == (4, 5)
