import torch
import torch.nn as nn

bilstm = nn.LSTM(
    input_size=96,
    hidden_size=64,
    num_layers=2,
    bidirectional=True
)

# what the convolutions leave over: (batch, channels, seq)
trace = torch.randn(8, 96, 313)
# Permute: (batch, channels, seq) -> (seq, batch, channels)
x = trace.permute(2, 0, 1)

# BiLSTM
# lstm_out: (313, 8, 128) -- every step, both directions
# hn:       (4, 8, 64) -- last state of each layer and direction
lstm_out, (hn, cn) = bilstm(x)

# lstm_out[-1] would mix a full forward pass with a backward pass that
# has only just begun, hence hn.
forward_final = hn[-2]    # top layer, forward: (8, 64)
backward_final = hn[-1]   # top layer, backward: (8, 64)
summary = torch.cat([forward_final, backward_final], dim=1)  # (8, 128)
