"""
https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
"""

import torch
import torch.nn as nn

torch.manual_seed(8)


def try_lstm():
    batch_size = 2
    time_step = 9
    input_size = 7
    hidden_size = 3
    x = torch.rand([batch_size, time_step, input_size])  # [batch_size, time_step, input_size]
    lstm = nn.LSTM(input_size, hidden_size, num_layers=1,
                   batch_first=True, bidirectional=True)
    output, (hn, cn) = lstm(x)
    print(output.shape)  # [batch_size, time_step, 2*hidden_size]
    print(output)
    print(hn.shape)  # [bidirectional*2, batch_size, hidden_size]
    print(hn)


if __name__ == '__main__':
    try_lstm()
