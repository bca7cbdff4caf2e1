import torch
import torch.nn as nn

images = torch.rand(64, 1, 24, 36)

#rnn = nn.LSTM(36, 96, 2)
rnn = nn.GRU(36, 96, 2)
fc = nn.Linear(96, 10)

# picture rows become time steps
x = images.squeeze(1).transpose(0, 1)
# x: (24, 64, 36)

h0 = torch.zeros(2, x.size(1), 96)
# h0: (2, 64, 96)

out, hn = rnn(x, h0)
# out: tensor of shape (seq_length, batch_size, hidden_size)
# out: (24, 64, 96), hn: (2, 64, 96)

# only the last row counts
out = out[-1, :, :]
# out: (64, 96)

out = fc(out)
# out: (64, 10)
