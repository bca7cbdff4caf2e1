# -*- coding: utf-8 -*-
""" The lstm in pytorch. """

from torch import nn
import torch

# ---- Define the layer ---- #
lstm_layer = nn.LSTM(20, 44, num_layers=2, batch_first=False)

if __name__ == '__main__':
    # forward demo, two state (h, c)
    state = (torch.zeros((2, 16, 44)), torch.zeros((2, 16, 44)))
    X = torch.rand(size=(28, 16, 20))
    Y, state_new = lstm_layer(X, state)
    print(Y.shape, state_new[0].shape, state_new[1].shape)
    # torch.Size([28, 16, 44]) torch.Size([2, 16, 44]) torch.Size([2, 16, 44])
