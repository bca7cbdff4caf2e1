import torch
import torch.nn as nn


class ReviewGRU(nn.Module):
    def __init__(self, n_vocab, embed_dim, hidden_dim, n_classes):
        super(ReviewGRU, self).__init__()
        self.hidden_dim = hidden_dim
        self.embed = nn.Embedding(n_vocab, embed_dim)
        self.gru = nn.GRU(embed_dim, self.hidden_dim, num_layers=1, batch_first=True)
        self.out = nn.Linear(self.hidden_dim, n_classes)

    def forward(self, x):
        x = self.embed(x)
        h_0 = self._init_state(batch_size=x.size(0)) # 처음 상태는 영벡터
        x, _ = self.gru(x, h_0)  # 돌려받는 값은 (배치 크기, 시퀀스 길이, 은닉 상태의 크기)
        h_t = x[:,-1,:] # 마지막 시점만 남겨 (배치 크기, 은닉 상태의 크기)의 텐서가 된다.
        return self.out(h_t)

    def _init_state(self, batch_size=1):
        weight = next(self.parameters()).data
        return weight.new(1, batch_size, self.hidden_dim).zero_()
