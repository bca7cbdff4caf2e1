"""带注意力的机器翻译：编码器与解码器（参照教材改写）"""
import torch
from torch import nn


class S2SEncoder(nn.Module):
    """用于序列到序列学习的编码器"""

    def __init__(self, vocab_size, embed_size, num_hiddens, num_layers, dropout=0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = nn.GRU(embed_size, num_hiddens, num_layers, dropout=dropout)

    def forward(self, X):
        # 嵌入后X的形状：(批量大小,时间步数,嵌入维度)
        X = self.embedding(X)
        # 循环神经网络中第一个轴对应时间步
        X = X.permute(1, 0, 2)
        output, state = self.rnn(X)
        # output的形状：(时间步数,批量大小,隐藏单元数)
        # state的形状：(层数,批量大小,隐藏单元数)
        return output, state


class S2SDecoder(nn.Module):
    def __init__(self, vocab_size, embed_size, num_hiddens, num_layers, dropout=0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = nn.GRU(embed_size + num_hiddens, num_hiddens, num_layers, dropout=dropout)
        self.dense = nn.Linear(num_hiddens, vocab_size)

    def init_state(self, enc_outputs):
        return enc_outputs[1]

    def forward(self, X, state):
        # 输出'X'的形状：(时间步数,批量大小,嵌入维度)
        X = self.embedding(X).permute(1, 0, 2)
        # 广播context，使其具有与X相同的时间步数，形状：(时间步数,批量大小,嵌入维度)
        context = state[-1].repeat(X.shape[0], 1, 1)
        X_and_context = torch.cat((X, context), 2)
        output, state = self.rnn(X_and_context, state)
        output = self.dense(output).permute(1, 0, 2)
        # output的形状：(批量大小,时间步数,词表大小)
        # state的形状：(批量大小,层数,隐藏单元数)
        return output, state
