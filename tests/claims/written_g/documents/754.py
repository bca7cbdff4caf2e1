"""情感模型：注意力版本"""
import torch
from torch import nn

embedding = nn.Embedding(500, 60, padding_idx=0)
lstm = nn.LSTM(
    60,
    90,
    batch_first=True,
)
attention = nn.Linear(90, 1)

x = torch.randint(0, 500, (3, 17))
# x: [batch, seq_len]
embed = embedding(x)
# lstm_out: [3, 17, 90]
lstm_out, _ = lstm(embed)
weights = torch.softmax(attention(lstm_out).squeeze(-1), dim=1)
# 加权求和得到整句的向量
context = torch.sum(lstm_out * weights.unsqueeze(-1), dim=1)
# context: [batch, hidden]
print(context.shape)  # torch.Size([3, 90])
