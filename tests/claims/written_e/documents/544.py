import torch
import torch.nn as nn

encoder = nn.GRU(input_size=2, hidden_size=50)
decoder = nn.GRU(input_size=2, hidden_size=50)
to_point = nn.Linear(50, 2)

track = torch.randn(20, 6, 2)
_, code_vec = encoder(track)

target_len = track.shape[0] # (20, 6, 2)
batch_size = code_vec.shape[1] # (1, 6, 50)

step = torch.zeros(1, batch_size, 2)
hidden = code_vec
points = torch.zeros(target_len, batch_size, 2)

# unroll the decoder along the time axis
for t in range(target_len):
    rnn_output, hidden = decoder(step, hidden)
    assert rnn_output.shape == (1, 6, 50)
    rnn_output = rnn_output.squeeze(0)
    points[t] = to_point(rnn_output)
    step = points[t].unsqueeze(0).detach()
