import torch
import torch.nn as nn


class BiLSTMAttention(nn.Module):
    """双向 LSTM + 注意力,用于关系抽取。"""

    def __init__(self, 词表大小=1000, emb_dim=50, hidden_dim=100, n_rel=12):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.emb = nn.Embedding(词表大小, emb_dim)
        self.lstm = nn.LSTM(emb_dim, hidden_dim, bidirectional=True)
        self.w = nn.Parameter(torch.zeros(hidden_dim * 2))
        self.fc = nn.Linear(hidden_dim * 2, n_rel)

    def forward(self, X):
        # X 的形状:(批量大小, 词数)
        # rnn.LSTM 需要将序列长度作为第一维,所以需要将输入转置
        embeddings = self.emb(X.T)  # (词数, 批量大小, 词向量维度)
        # 输出形状是(词数, 批量大小, 2 * 隐藏单元个数)
        outputs, (h, c) = self.lstm(embeddings)
        # h 形状是(2, 批量大小, 隐藏单元个数)
        H = outputs.permute(1, 0, 2)          # [batch_size, seq_len, 2*hidden_dim]
        M = torch.tanh(H)                     # [batch_size, seq_len, 2*hidden_dim]
        alpha = torch.softmax(M @ self.w, dim=1).unsqueeze(-1)   # [batch_size, seq_len, 1]
        r = (H * alpha).sum(1)                # [batch_size, 2*hidden_dim]
        return self.fc(torch.relu(r))         # [batch_size, n_rel]


print(BiLSTMAttention()(torch.randint(0, 1000, (4, 30))).shape)   # torch.Size([4, 12])
