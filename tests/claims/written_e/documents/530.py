import torch
import torch.nn as nn

# 堆了四层，每个词用一个 50 维的向量表示
lstm = nn.LSTM(input_size=50, hidden_size=30, num_layers=4)
x = torch.randn(12, 5, 50) # 一句话 12 个词，一次送 5 句
out, (h, c) = lstm(x)
print(out.shape, h.shape, c.shape)
# torch.Size([12, 5, 20]) torch.Size([4, 5, 20]) torch.Size([4, 5, 20])
