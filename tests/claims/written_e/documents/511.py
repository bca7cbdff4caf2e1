import torch
from torch import nn

gru = nn.GRU(input_size=4, hidden_size=128, num_layers=3)

# 卷积之后的 x shape: (Batch, Channels=4, seq_len)
x = torch.randn(10, 4, 60)
# 循环层要的 shape: (seq_len, Batch, Channels)
x = x.permute(2, 0, 1)

# 经过 GRU
# out 形状: (seq_len, Batch, num_directions * hidden_size)
# h 形状: (num_layers * num_directions, Batch, hidden_size)
_, h = gru(x)

# 把各层的状态摊平送进分类头
# 先让 Batch 在前: (Batch, num_layers * num_directions, hidden_size)
batch_size = h.size(1)
# 转置并摊平成形如 (Batch, 384)
h_flat = h.transpose(0, 1).contiguous().view(batch_size, -1)
