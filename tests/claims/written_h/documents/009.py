import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

seqs = [torch.randn(n, 5) for n in (7, 4, 2)]
lengths = torch.tensor([7, 4, 2])
padded = pad_sequence(seqs, batch_first=True)      # (3, 7, 5)
packed = pack_padded_sequence(padded, lengths, batch_first=True)
print(packed.data.shape)                           # torch.Size([13, 5])

lstm = nn.LSTM(5, 6, batch_first=True)
packed_out, (ht, ct) = lstm(packed)
print(packed_out.data.shape)                       # torch.Size([13, 6])
out, lens = pad_packed_sequence(packed_out, batch_first=True)
print(out.shape)                                   # torch.Size([3, 7, 6])
print(ht.shape)                                    # torch.Size([3, 1, 6])
last = ht.squeeze(0)                               # (3, 6)
