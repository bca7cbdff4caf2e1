import torch
import torch.nn as nn


class MetaEncoder(nn.Module):
    def __init__(self, vocab_size=500, embed_dim=24, hidden_dim=40):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        # 0.4: reads both ways now
        self.lstm = nn.LSTM(embed_dim, hidden_dim, batch_first=True, bidirectional=True)
        self.layer_norm = nn.LayerNorm(2 * hidden_dim)
        self.fc = nn.Linear(2 * hidden_dim, hidden_dim)

    def forward(self, x):
        embedded = self.embedding(x.long())  # (batch_size, seq_length, embed_dim)

        # LSTM forward pass
        lstm_out, (hidden, _) = self.lstm(embedded)  # lstm_out: (batch_size, seq_length, hidden_dim)

        # Layer normalization on every time step
        lstm_out = self.layer_norm(lstm_out)

        # Mean over the time steps
        pooled_output = lstm_out.mean(dim=1)  # (batch_size, hidden_dim)

        return self.fc(pooled_output)  # (batch_size, hidden_dim)
