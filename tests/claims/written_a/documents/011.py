import argparse

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--features", type=int, default=40)
parser.add_argument("--width", type=int, default=128)
parser.add_argument("--layers", type=int, default=2)
parser.add_argument("--both-ways", action="store_true")
parser.add_argument("--batch-first", action="store_true")


class Backbone(nn.Module):
    def __init__(self, opt):
        super().__init__()
        self.rnn = nn.LSTM(opt.features, opt.width, opt.layers,
                           batch_first=opt.batch_first, bidirectional=opt.both_ways)

    def forward(self, frames):
        # run with --batch-first: frames is (batch, time, features)
        out, (h, c) = self.rnn(frames)
        # with the defaults and --batch-first, out is (batch, time, 128)
        # with --both-ways as well, (batch, time, 256)
        # h: (layers, batch, width), first axis twice as long with --both-ways
        return out


if __name__ == "__main__":
    opt = parser.parse_args()
    net = Backbone(opt)
    print(net(torch.zeros(8, 100, opt.features)).shape)
