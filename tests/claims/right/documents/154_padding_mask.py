import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence, PackedSequence

seqs = [torch.randn(n, 10) for n in (6, 4, 1)]
x = pad_sequence(seqs)                     # (6, 3, 10)
lengths = torch.tensor([6, 4, 1])
packed = pack_padded_sequence(x, lengths)  # data: (11, 10)
lstm = nn.LSTM(10, 20, bidirectional=True)
out, (h, c) = lstm(packed)                 # out.data: (11, 40), h: (2, 3, 20)
print(out.data.shape)                      # torch.Size([11, 40])
print(out.batch_sizes.shape)               # torch.Size([6])
out, lens = pad_packed_sequence(out)       # (6, 3, 40), (3,)
print(out.shape)                           # torch.Size([6, 3, 40])
out, lens = pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=8)
print(out.shape)                           # torch.Size([3, 8, 40])
mask = torch.arange(8)[None] < lens[:, None]   # (3, 8)
out = (out * mask[..., None]).sum(1) / lens[:, None]   # (3, 40)
print(out.shape)                           # torch.Size([3, 40])
