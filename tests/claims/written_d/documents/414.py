import torch
import torch.nn as nn


class ReviewGRU(nn.Module):
    """영화 평점 분류기"""

    def __init__(self, n_layers, hidden_dim, n_vocab, embed_dim, n_classes, dropout_p=0.3):
        super().__init__()
        self.n_layers = n_layers
        self.hidden_dim = hidden_dim
        self.table = nn.Embedding(n_vocab, embed_dim)
        self.dropout = nn.Dropout(dropout_p)
        self.gru = nn.GRU(embed_dim, self.hidden_dim,
                          num_layers=self.n_layers, batch_first=True)
        self.out = nn.Linear(self.hidden_dim, n_classes)

    def forward(self, x):
        x = self.table(x)  # (배치 크기, 문장 길이) => (배치 크기, 문장 길이, 임베딩 차원)
        h_0 = self._zeros(x.size(0))  # 첫 은닉 상태는 0, 모양은 (층 수, 배치 크기, 은닉 상태 크기)
        x, _ = self.gru(x, h_0)  # GRU 가 돌려주는 값: (배치 크기, 문장 길이, 은닉 상태 크기)
        h_t = x[:, -1, :]  # (배치 크기, 은닉 상태 크기), 마지막 시점만 꺼낸다
        h_t = self.dropout(h_t)
        return self.out(h_t)  # (배치 크기, 은닉 상태 크기) -> (배치 크기, 클래스 수)

    def _zeros(self, batch_size):
        w = next(self.parameters())
        return w.new_zeros(self.n_layers, batch_size, self.hidden_dim)
