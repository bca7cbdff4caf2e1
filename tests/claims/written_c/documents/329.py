"""
speechnet.layers.blstm
~~~~~~~~~~~~~~~~~~~~~~

x: [T, B, F]  →  y: [T, B, 2H],  h: [2·2, B, H],  c: [2·2, B, H]
"""
import torch.nn as nn


def make_blstm(F, H, p=0.1):
    #              in  hid layers bias  b_first drop bidir
    return nn.LSTM(F,  H,  2,     True, False,  p,   True)


def run(x, F=80, H=160):
    y, (h, c) = make_blstm(F, H)(x)
    return y, h, c
