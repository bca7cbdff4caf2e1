import torch
import torch.nn as nn

from mytools import load_signal

signal = load_signal("walk.csv")          # numpy, any length

torch_signal = torch.as_tensor(signal).float()[None]
rnn = nn.RNN(input_size=6, hidden_size=12, nonlinearity="relu", batch_first=True)
h0 = torch.zeros(1, 1, 12)                # (num_layers, batch, hidden)
states, last = rnn(torch_signal, h0)

print(last.shape)                         # torch.Size([1, 1, 12])
print(states[:, -1].shape)                # torch.Size([1, 12])
print(states.shape)                       # torch.Size([1, 480, 12])
