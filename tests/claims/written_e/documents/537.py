import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

lstm = nn.LSTM(32, 44, batch_first=True, bidirectional=True)
fc_hid = nn.Linear(88, 44)

x = torch.randn(3, 9, 32)
x_len = torch.tensor([4, 9, 6])

sorted_len, sorted_idx = x_len.sort(0, descending=True)
packed = pack_padded_sequence(x[sorted_idx], sorted_len, batch_first=True)
packed_out, (hid, c) = lstm(packed)
out, _ = pad_packed_sequence(packed_out, batch_first=True,
                             total_length=x.size(1))  # 再补回原长 #out:(3, 9, 88)
_, original_idx = sorted_idx.sort(0, descending=False)
out = out[original_idx]  # 恢复原来的顺序
hid = hid[:, original_idx]  # hid排序 hid：(2, 3, 44)

hid = torch.cat([hid[-2], hid[-1]], dim=1)  # (3, 44+44)
hid = torch.tanh(fc_hid(hid)).unsqueeze(0)  # (1, 3, 44)
