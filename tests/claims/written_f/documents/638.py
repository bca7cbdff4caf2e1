"""LSTM の入出力をためす"""
import torch
import torch.nn as nn

lstm = nn.LSTM(8, 16)

# (系列長, バッチ, 特徴) の順で乱数を用意する
x = torch.randn(12, 5, 8)   # (系列長, バッチサイズ, 入力次元)
y, (h, c) = lstm(x)

print(y.shape)   # (系列長, バッチサイズ, 隠れ層)
print(y.size())  # torch.Size([12, 5, 16])
print(h.size())  # torch.Size([1, 5, 16])
print(y[-1].size())  # torch.Size([5, 16])
