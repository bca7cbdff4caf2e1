import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

rnn = nn.LSTM(2, 6)

walks = [torch.randn(5, 2), torch.randn(3, 2), torch.randn(8, 2)]
bundle = pack_sequence(walks, enforce_sorted=False)
y, (h, c) = rnn(bundle)

# h (1, 3, 6): one row per walk, in the order of the list
padded, lengths = pad_packed_sequence(y)
print(padded.shape)     # torch.Size([8, 3, 6])
print(lengths.tolist()) # [5, 3, 8]

by_walk = [padded[:n, i] for i, n in enumerate(lengths)]
print(by_walk[1].shape) # torch.Size([3, 6])

# and without any packing, one walk after the other
for w in walks:
    one, (h1, c1) = rnn(w)          # one: (length, 6), h1: (1, 6)
