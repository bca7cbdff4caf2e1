import torch
import torch.nn as nn
from torch.nn.utils.rnn import pad_sequence

emb = nn.Embedding(100, 12, padding_idx=0)
lstm = nn.LSTM(12, 20, num_layers=2, bidirectional=True, batch_first=True)

data = [torch.randint(1, 100, (n,)) for n in (3, 4, 4, 7, 8, 8, 9)]
for i in range(0, len(data), 3):
    ids = pad_sequence(data[i:i + 3], batch_first=True)
    out, (h, c) = lstm(emb(ids))
    print(ids.shape, out.shape, h.shape)
# torch.Size([3, 4]) torch.Size([3, 4, 40]) torch.Size([4, 3, 20])
# torch.Size([3, 8]) torch.Size([3, 8, 40]) torch.Size([4, 3, 20])
# torch.Size([1, 9]) torch.Size([1, 9, 40]) torch.Size([4, 1, 20])
assert out.shape == (1, 9, 40)
assert h.shape == (4, 1, 20)
