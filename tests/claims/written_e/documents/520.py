import torch
import torch.nn as nn
import torch.nn.functional as F

lstm = nn.LSTM(input_size=30, hidden_size=72, num_layers=2, dropout=0.1)
attention = nn.Linear(72, 1)

traffic_x = torch.randn(24, 12, 22)
time_emb = torch.randn(24, 12, 8)

# 拼接特征
x = torch.cat([traffic_x, time_emb], dim=2)

# LSTM处理
lstm_out, (h_n, c_n) = lstm(x)  # lstm_out: (24, 12, 72)

# 注意力机制
weights = attention(lstm_out)  # (24, 12, 1)
weights = F.softmax(weights, dim=0)

context = torch.sum(weights * lstm_out, dim=0)  # (12, 72)
