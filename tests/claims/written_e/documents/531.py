import torch
from torch import nn


class SourceReader(nn.Module):
    """编码器：把源句子读成状态"""
    def __init__(self, vocab_size, embed_size, num_hidden, num_layers, dropout=0.):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = nn.GRU(embed_size, num_hidden, num_layers, dropout=dropout)
        # 返回值有两个，output 和 h_n
        # output 的shape是：(seq_len, batch, num_directions * hidden_size)
        # h_n 的shape是：(num_layers * num_directions, batch, hidden_size)

    def forward(self, X):
        """
        :param: X输入的形状为（batch_size，num_steps）
        :return  outputs, hidden_state
        # outputs的形状为(batch_size，num_steps，num_hiddens).
        # hidden_state的形状为(num_layers，batch_size，num_hiddens)
        """
        X = self.embedding(X)
        X = X.permute(1, 0, 2)
        outputs, state = self.rnn(X)
        return outputs, state
