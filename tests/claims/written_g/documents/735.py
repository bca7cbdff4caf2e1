import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, n):
        super(Model, self).__init__()
        # 输入大小为n，隐藏大小为200，批次优先
        self.lstm_layer = nn.LSTM(input_size=n, hidden_size=200, batch_first=True)
        self.linear_layer = nn.Linear(in_features=200, out_features=1, bias=True)

    def forward(self, x):  # x: (批次大小, 步数, n)
        out1, (h_n, h_c) = self.lstm_layer(x)
        a, b, c = h_n.shape  # h_n 的形状 (a: 批次大小, b: 隐藏层大小, c: 隐藏层数量)
        # 将 h_n 重塑成 (a*b,c) 后送入线性层
        out2 = self.linear_layer(h_n.reshape(a * b, c))
        return out2
