import torch
from torch import nn

rnn = nn.LSTM(12, 16, num_layers=2, bidirectional=True)
fc = nn.Linear(32, 40)
x = torch.randn(7, 3, 12)
output, (hidden, cell) = rnn(x)
# output: [7, 3, 32]
# hidden: [4, 3, 16]
hidden = torch.cat((hidden[-2], hidden[-1]), dim=1)
# hidden: [3, 32]
hidden = fc(hidden)
# hidden: [3, 40]
hidden = hidden.unsqueeze(0)
# hidden: [1, 3, 40]
output = fc(output)
# output: [7, 3, 40]
output = output.permute(1, 0, 2)
# output: [3, 7, 40]
output = output[:, -1]
# output: [3, 40]
cell = cell.view(2, 2, 3, 16)
# cell: [2, 2, 3, 16]
