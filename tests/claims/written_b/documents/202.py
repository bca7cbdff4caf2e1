import torch
import torch.nn as nn
import torch.nn.functional as F


class AttnClassifier(nn.Module):
    def __init__(self, emb_dim, hidden_dim, num_classes):
        super().__init__()
        self.lstm = nn.LSTM(emb_dim, hidden_dim, num_layers=1, batch_first=True)
        self.attn = nn.Linear(hidden_dim, 1)
        self.fc = nn.Linear(hidden_dim, num_classes)

    def forward(self, x, mask):
        # x => [batch, seq, emb_dim], mask => [batch, seq]
        lstm_out, (h_n, _) = self.lstm(x)
        # lstm_out => [batch, seq, hidden_dim*2]
        # h_n => [1, batch, hidden_dim]
        scores = self.attn(torch.tanh(lstm_out)).squeeze(2)  # => [batch, seq]
        scores = scores.masked_fill(mask == 0, -1e9)
        alpha = F.softmax(scores, dim=1).unsqueeze(1)  # => [batch, 1, seq]
        context = torch.bmm(alpha, lstm_out).squeeze(1)  # => [batch, hidden_dim]
        return self.fc(context)  # => [batch, num_classes]
