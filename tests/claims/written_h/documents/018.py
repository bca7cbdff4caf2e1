import torch
from torch import nn

BATCH = 32
SEQ = 24
FEATS = 7
HID = 50

gru = nn.GRU(FEATS, HID, num_layers=2, batch_first=True)
x = torch.rand(BATCH, SEQ, FEATS)
out, h = gru(x)
# out -> (BATCH, SEQ, HID) = (32, 24, 50)
# h -> (BATCH, 2, HID)

lstm = nn.LSTM(FEATS, HID, num_layers=2, batch_first=True)
out, (h, c) = lstm(x)
# out -> (BATCH, SEQ, HID)
# h -> (2, BATCH, HID)
# c -> (2, 32, 50)
