from torch import *
from torch.nn import *

lstm = LSTM(10, 20, 2)
out, (h, c) = lstm(randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 20])
lstm = GRU(10, 20, 2)
out, h = lstm(randn(5, 3, 10))
print(h.shape)     # torch.Size([2, 3, 20])
lstm = LSTMCell(10, 20)
h, c = lstm(randn(3, 10))
print(h.shape)     # torch.Size([3, 20])
