import torch
import torch.nn as nn

seq_len = 50
batch_size = 16
emb_size = 24
num_layers = 2
hidden_size = 48

x = torch.rand(seq_len, batch_size, emb_size)  # 输入
# 初始状态，双向的话第一维度要乘上2
h_state = torch.rand(num_layers * 2, batch_size, hidden_size)
c_state = torch.rand(num_layers * 2, batch_size, hidden_size)

LSTM = nn.LSTM(emb_size, hidden_size, num_layers, bidirectional=True)

y, (hidden, cell) = LSTM(x, (h_state, c_state))  # 状态也可以省略

# y: [seq_len, batch_size, hidden_size]
print('y: {}'.format(y.shape))
# hidden: [num_layers * num_directions, batch_size, hidden_size]
print('hidden: {}'.format(hidden.shape))
# cell: [num_layers * num_directions, batch_size, hidden_size]
print('cell: {}'.format(cell.shape))
