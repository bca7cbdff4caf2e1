# coding: utf-8
import torch
import torch.nn as nn
import torch.nn.functional as F


class AttBiLSTM(nn.Module):
    """双向 LSTM + 注意力的舆情分类模型"""

    def __init__(self, vocab, embed_dim, n_hidden, n_class):
        super(AttBiLSTM, self).__init__()
        self.n_hidden = n_hidden
        self.emb = nn.Embedding(vocab, embed_dim)
        self.lstm = nn.LSTM(embed_dim, n_hidden, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(n_hidden * 2, n_class)

    def attention(self, out, hn):
        """
        :param out: [batch_size, seq_len, n_hidden * 2]
        :param hn: [batch_size, num_layers * num_directions, n_hidden]
        :return: [batch_size, n_hidden * 2]
        """
        query = hn.transpose(0, 1).reshape(-1, self.n_hidden * 2, 1)
        # query: [batch_size, n_hidden * 2, 1]
        score = torch.bmm(out, query).squeeze(2)
        # score: [batch_size, seq_len]
        weight = F.softmax(score, 1)
        return torch.bmm(out.transpose(1, 2), weight.unsqueeze(2)).squeeze(2)

    def forward(self, X):
        """
        :param X: [batch_size, seq_len]
        """
        e = self.emb(X)                     # e: [batch_size, seq_len, embed_dim]
        out, (hn, cn) = self.lstm(e)
        return self.fc(self.attention(out, hn))   # [batch_size, n_class]
