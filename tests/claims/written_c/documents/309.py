"""nn.LSTM の入出力を一度だけ確かめるための小さなスクリプト。"""
import torch
import torch.nn as nn

lstm = nn.LSTM(input_size=5, hidden_size=9, num_layers=2)

x = torch.randn(12, 3, 5)  # （系列長、バッチ、特徴量）
out, (h, c) = lstm(x)

print(out.shape)  # torch.Size([12, 3, 9])
print(h.shape)    # torch.Size([2, 3, 9])　（層数、バッチ、隠れ次元）
print(c.shape)    # torch.Size([2, 3, 9])

last = h[-1]  # 最終層の隠れ状態: (3, 9)
print(torch.equal(out[-1], last))  # True
