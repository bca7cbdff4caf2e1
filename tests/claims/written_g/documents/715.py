import torch
import torch.nn as nn

feat, width, batch = 10, 16, 4
decoder_cell = nn.LSTMCell(feat, width)

# start state
h = torch.zeros(batch, width)  # h_0 : (num_layers, batch, hidden_size)
c = torch.zeros(batch, width)  # c_0 : (num_layers, batch, hidden_size)

token = torch.zeros(batch, feat)  # (batch, input_size)
steps = []
for _ in range(6):
    h, c = decoder_cell(token, (h, c))
    steps.append(h)

output = torch.stack(steps, dim=1)
print(output.shape)  # torch.Size([4, 6, 16])
