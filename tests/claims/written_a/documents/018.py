# Recurrent projection (Sak et al.): hidden and cell state differ in width.
import torch
import torch.nn as nn

d_in, d_cell, d_proj = 16, 64, 20
lstmp = nn.LSTM(d_in, d_cell, batch_first=True, proj_size=d_proj)

u = torch.randn(2, 30, d_in)
y, (h, c) = lstmp(u)

# y    (2, 30, 20)     the projected width, not d_cell
# h    (1, 2, 20)
# c    (1, 2, 64)      the cell keeps its own width

start = (torch.zeros(1, 2, d_proj),   # (1, batch, d_proj)
         torch.zeros(1, 2, d_cell))   # (1, batch, d_cell)
y, (h, c) = lstmp(u, start)

both = nn.LSTM(d_in, d_cell, batch_first=True, proj_size=d_proj, bidirectional=True)
y2, (h2, c2) = both(u)
# y2: (2, 30, 128)
# h2: (2, 2, 20)
