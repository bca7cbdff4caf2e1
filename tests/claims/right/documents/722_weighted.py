import torch
from torch import nn
class D(nn.Module):
    def __init__(self, enc_hid_dim=16, dec_hid_dim=24):
        super().__init__()
        self.rnn = nn.LSTM(enc_hid_dim * 2, dec_hid_dim)
    def forward(self, a, encoder_outputs):
        weighted = torch.bmm(a, encoder_outputs)
        # weighted = [batch size, 1, enc hid dim * 2]
        weighted = weighted.permute(1, 0, 2)
        # weighted = [1, batch size, enc hid dim * 2]
        output, (hidden, cell) = self.rnn(weighted)
        # output = [1, batch size, dec hid dim]
        return output
out = D()(torch.zeros(5, 1, 9), torch.zeros(5, 9, 32))
print(out.shape)     # torch.Size([1, 5, 24])
