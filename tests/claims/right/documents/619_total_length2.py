import torch
from torch import nn
from torch.nn.utils import rnn as rnn_utils


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(10, 20, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        total_length = x.size(1)
        packed = rnn_utils.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        packed, (h, c) = self.lstm(packed)
        out, lens = rnn_utils.pad_packed_sequence(packed, batch_first=True, total_length=total_length)
        # out: (batch, total_length, 40)
        return out, h


x = torch.randn(3, 9, 10)
out, h = Packed()(x, torch.tensor([4, 6, 2]))
print(out.shape)     # torch.Size([3, 9, 40])
lstm = nn.LSTM(10, 20, batch_first=True)
packed = rnn_utils.pack_padded_sequence(x, torch.tensor([4, 6, 2]), batch_first=True, enforce_sorted=False)
o, _ = lstm(packed)
out, _ = rnn_utils.pad_packed_sequence(o, batch_first=True)
print(out.shape)     # torch.Size([3, 6, 20])
out, _ = rnn_utils.pad_packed_sequence(o, total_length=12)
print(out.shape)     # torch.Size([12, 3, 20])
out = rnn_utils.unpack_sequence(o)
print(out[0].shape)  # torch.Size([4, 20])
print(out[1].shape)  # torch.Size([6, 20])
lstm_tm = nn.LSTM(10, 20)
p = rnn_utils.pack_sequence([torch.randn(n, 10) for n in (5, 2)])
out, lens = rnn_utils.pad_packed_sequence(lstm_tm(p)[0], batch_first=True)
print(out.shape)     # torch.Size([2, 5, 20])
