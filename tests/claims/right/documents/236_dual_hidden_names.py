import torch
from torch import nn

enc_hidden, dec_hidden = 16, 48
enc_layers, dec_layers = 2, 1
S, T, N = 9, 4, 3
encoder = nn.LSTM(8, enc_hidden, enc_layers, bidirectional=True)
decoder = nn.LSTM(8, dec_hidden, dec_layers)
enc_out, (h, c) = encoder(torch.randn(S, N, 8))
# enc_out: (S, N, 2 * enc_hidden)
# h: (2 * enc_layers, N, enc_hidden)
bridge = nn.Linear(2 * enc_hidden, dec_hidden)
h = bridge(torch.cat([h[-2], h[-1]], -1)).unsqueeze(0)   # (dec_layers, N, dec_hidden)
c = bridge(torch.cat([c[-2], c[-1]], -1)).unsqueeze(0)   # (1, N, dec_hidden)
dec_out, (h, c) = decoder(torch.randn(T, N, 8), (h, c))
# dec_out: (T, N, dec_hidden)
# h: (dec_layers, N, dec_hidden)
print(enc_out.shape)  # torch.Size([9, 3, 32])
print(dec_out.shape)  # torch.Size([4, 3, 48])
scores = torch.einsum("tnh,snh->nts", nn.Linear(48, 32)(dec_out), enc_out)  # (N, T, S)
print(scores.shape)   # torch.Size([3, 4, 9])
