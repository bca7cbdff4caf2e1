import torch
from haste_pytorch import LSTM
import haste_pytorch as nn

lstm = LSTM(input_size=128, hidden_size=256, zoneout=0.1)
x = torch.rand([25, 5, 128])
y, (h, c) = lstm(x)       # y: (25, 5, 256), h: (1, 5, 256)

lnlstm = nn.LayerNormLSTM(128, 256)
y, state = lnlstm(x)      # (25, 5, 256)
lstm2 = nn.LSTM(input_size=128, hidden_size=256, batch_first=True, return_state_sequence=True)
y, h = lstm2(x)           # h (25, 5, 256)
