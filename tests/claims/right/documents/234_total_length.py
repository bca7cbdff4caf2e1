import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pack_sequence, pad_sequence, unpad_sequence

lstm = nn.LSTM(10, 20, batch_first=True)
x = torch.randn(3, 8, 10)
lengths = [5, 4, 2]
packed = pack_padded_sequence(x, lengths, batch_first=True)
out, (h, c) = lstm(packed)
out, lens = pad_packed_sequence(out, batch_first=True)
print(out.shape)   # torch.Size([3, 5, 20])
out, lens = pad_packed_sequence(lstm(packed)[0], batch_first=True, total_length=8)
print(out.shape)   # torch.Size([3, 8, 20])
out, lens = pad_packed_sequence(lstm(packed)[0])
print(out.shape)   # torch.Size([5, 3, 20])
p = pack_sequence([torch.randn(4, 10), torch.randn(3, 10)])
out, (h, c) = lstm(p)
print(out.data.shape)  # torch.Size([7, 20])
print(h.shape)         # torch.Size([1, 2, 20])
out, lens = pad_packed_sequence(out, batch_first=True, padding_value=-1)
print(out.shape)       # torch.Size([2, 4, 20])
out = nn.utils.rnn.pad_packed_sequence(lstm(p)[0])[0]
print(out.shape)       # torch.Size([4, 2, 20])
packed = pack_padded_sequence(x, torch.tensor([2, 7, 3]), batch_first=True, enforce_sorted=False)
out, (h, c) = lstm(packed)
print(out[0].shape)    # torch.Size([12, 20])
out, _ = pad_packed_sequence(out, batch_first=True)
print(out.shape)       # torch.Size([3, 7, 20])
