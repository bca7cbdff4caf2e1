import torch
from torch import nn

lstm = nn.LSTM(12, 16, batch_first=True)
query = torch.randn(3, 1, 16)
# context = [batch, 1, hidden]
# weights = [batch, 1, time]
x = torch.randn(3, 7, 12)
out, (h, c) = lstm(x)
# scores = [3, 1, 7]
# mask = [3, 7]
out = torch.bmm(torch.softmax(query @ out.transpose(1, 2), -1), out)
# out = [3, 1, 16]
# keys = [3, 7, 16]
# logits = [3, 5]
h = h[-1]
# h = [3, 16]
