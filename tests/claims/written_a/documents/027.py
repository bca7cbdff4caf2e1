# 双方向LSTMによる品詞タグ付け
import torch
import torch.nn as nn


class PosTagger(nn.Module):
    def __init__(self, 語彙数, emb_size, hidden_size, タグ数):
        super().__init__()
        self.emb = nn.Embedding(語彙数, emb_size)
        self.lstm = nn.LSTM(emb_size, hidden_size, num_layers=1,
                            batch_first=True, bidirectional=True)
        self.linear = nn.Linear(hidden_size * 2, タグ数)

    def forward(self, x):
        # 単語IDの並び → ベクトルの並び：(バッチサイズ, 文長, emb_size)
        v = self.emb(x)
        # y：(バッチサイズ, 文長, hidden_size * 2)
        # h：(1, バッチサイズ, hidden_size)
        y, (h, c) = self.lstm(v)
        # タグごとの点数：(バッチサイズ, 文長, タグ数)
        return self.linear(y)
