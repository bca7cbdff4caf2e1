import torch
import torch.nn as nn

seq_len = 45
batch_size = 16
emb_size = 64
num_layers = 3
hidden_size = 80


x = torch.rand(seq_len, batch_size, emb_size)# 输入
hInit = torch.rand(num_layers * 2, batch_size, hidden_size)# h0，双向所以第一维乘2
cInit = torch.rand(num_layers * 2, batch_size, hidden_size)# c0，同样乘2

BiLSTM = nn.LSTM(emb_size, hidden_size, num_layers, bidirectional=True)

y, (hidden, cell) = BiLSTM(x, (hInit, cInit))# 不给 (hInit, cInit) 也能跑

# y: [seq_len, batch_size, hidden_size]
print('y: {}'.format(y.shape))
# hidden: [num_layers * num_directions, batch_size, hidden_size]
print('hidden: {}'.format(hidden.shape))
# cell: [num_layers * num_directions, batch_size, hidden_size]
print('cell: {}'.format(cell.shape))
