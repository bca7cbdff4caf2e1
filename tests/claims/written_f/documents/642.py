import torch
import torch.nn as nn

lstm = nn.LSTM(input_size=80, hidden_size=25, num_layers=3)
x = torch.randn(14, 6, 80) # 一句话14个词，一次送6句，每个词80维
out, (h, c) = lstm(x)
print(out.shape, h.shape, c.shape)
# torch.Size([14, 6, 25]) torch.Size([3, 6, 25]) torch.Size([3, 6, 25])
