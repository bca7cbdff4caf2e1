import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class PyramidLayer(nn.Module):
    def __init__(self, AUF, HFL):
        """
          AUF:  features of one frame
          HFL:  hidden units of one direction
        """
        super(PyramidLayer, self).__init__()
        # two neighbouring frames are glued together before the LSTM
        self.blstm = nn.LSTM(AUF * 2, HFL, 1, bidirectional=True, batch_first=True)
        # in: (BS, AUL // 2, 2 * AUF)
        # out: (BS, AUL // 2, 2 * HFL)

    def forward(self, x, lens):
        """
          x:     (BS, AUL, AUF)
          lens:  true length of every utterance
        """
        bs, aul, auf = x.shape
        if aul % 2:
            x = x[:, :-1]
            aul -= 1
        x = x.reshape(bs, aul // 2, auf * 2)
        lens = torch.div(lens, 2, rounding_mode="floor")
        packed = pack_padded_sequence(x, lens, batch_first=True, enforce_sorted=False)
        packed, (h, c) = self.blstm(packed)   # h, c: (2, BS, HFL)
        out, lens = pad_packed_sequence(packed, batch_first=True)
        return out, lens   # out: (BS, AUL // 2, 2 * HFL), lens: (BS,)


class Listener(nn.Module):
    """Base BLSTM, then three pyramid layers: time shrinks eightfold."""

    def __init__(self, AUF, HFL):
        super(Listener, self).__init__()
        self.base = nn.LSTM(AUF, HFL, bidirectional=True, batch_first=True)
        self.stack = nn.ModuleList([PyramidLayer(2 * HFL, HFL) for _ in range(3)])

    def forward(self, x, lens):
        x, _ = self.base(x)                     # (BS, AUL, 2 * HFL)
        for layer in self.stack:
            x, lens = layer(x, lens)
        return x, lens                          # x: (BS, AUL // 8, 2 * HFL)
