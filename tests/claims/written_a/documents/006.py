# 基于注意力的新闻分类
import torch
import torch.nn as nn
import torch.nn.functional as F


class AttnClassifier(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden_dim, num_classes):
        super().__init__()
        self.embed = nn.Embedding(vocab_size, embed_dim)
        self.bilstm = nn.LSTM(embed_dim, hidden_dim, num_layers=2,
                              batch_first=True, bidirectional=True)
        self.query = nn.Parameter(torch.randn(hidden_dim * 2))
        self.fc = nn.Linear(hidden_dim * 2, num_classes)

    def forward(self, ids):
        # ids: [batch, seq_len]
        emb = self.embed(ids)                     # [batch, seq_len, embed_dim]
        H, _ = self.bilstm(emb)                   # [batch, seq_len, hidden_dim]
        # 每个时间步的权重 [batch, seq_len]
        alpha = F.softmax(torch.tanh(H) @ self.query, dim=1)
        # 加权求和 [batch, hidden_dim * 2]
        r = (H * alpha.unsqueeze(-1)).sum(1)
        return self.fc(r)                         # [batch, num_classes]
