import torch
from torch import nn

T, B, F, H = 20, 8, 5, 64

enc = nn.LSTM(F, H, bidirectional=True)
dec = nn.LSTM(2*H, H)

x = torch.randn(T, B, F)
enc_out, (h, _) = enc(x)                         # (T, B, 2*H)
code = torch.cat([h[0], h[1]], dim=1)            # (B, 2*H)

# the decoder sees the same code in every step
dec_in = code.unsqueeze(0).expand(T, -1, -1)     # (T, B, 2*H)
dec_out, (h, _) = dec(dec_in)                    # (T, B, 2*H)

readout = nn.Linear(H, F)
print(readout(dec_out).shape)                    # torch.Size([20, 8, 5])
