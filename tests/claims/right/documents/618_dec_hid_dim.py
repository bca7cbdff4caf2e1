import torch
from torch import nn

enc_hid_dim, dec_hid_dim, emb_dim = 32, 64, 24
encoder = nn.LSTM(emb_dim, enc_hid_dim, bidirectional=True)
fc = nn.Linear(enc_hid_dim * 2, dec_hid_dim)
outputs, (hidden, cell) = encoder(torch.randn(11, 8, emb_dim))
hidden = torch.tanh(fc(torch.cat((hidden[-2], hidden[-1]), dim=1)))
# hidden = [batch size, dec hid dim]
attn = nn.Linear(enc_hid_dim * 2 + dec_hid_dim, dec_hid_dim)
repeated = hidden.unsqueeze(1).repeat(1, 11, 1)
# repeated = [batch size, src len, dec hid dim]
encoder_outputs = outputs.permute(1, 0, 2)
# encoder_outputs = [batch size, src len, enc hid dim * 2]
energy = torch.tanh(attn(torch.cat((repeated, encoder_outputs), dim=2)))
# energy = [batch size, src len, dec hid dim]
hidden = repeated
# hidden = [batch size, src len, dec hid dim]
outputs = energy
# outputs = [batch size, src len, dec hid dim]
print(hidden.shape, outputs.shape)   # torch.Size([8, 11, 64]) torch.Size([8, 11, 64])
