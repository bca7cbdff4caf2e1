import torch
import torch.nn as nn

num_layers, hidden_size = 2, 32
encoder = nn.LSTM(20, hidden_size, num_layers, batch_first=True, bidirectional=True)
fc_hidden = nn.Linear(hidden_size * 2, hidden_size)

outputs, (hidden, cell) = encoder(torch.randn(5, 9, 20))

# (4, 5, 32) -> (5, 4, 32)
hidden = hidden.permute(1, 0, 2).contiguous()

# (5, 4, 32) -> (5, 2, 64)
hidden = hidden.view(hidden.size(0), num_layers, hidden_size * 2)

# (5, 2, 64) -> (5, 2, 32)
hidden = torch.tanh(fc_hidden(hidden))

# 💡 디코더에 넘길 context vector
# (num_layers, batch_size, hidden_size)
hidden = hidden.permute(1, 0, 2).contiguous()
print(hidden.shape)
