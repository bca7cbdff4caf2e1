import torch
import torch.nn as nn

lstm = nn.LSTM(4, 8, batch_first=True)
x = torch.randn(2, 25, 4)

outs, state = [], None
for chunk in x.split(10, dim=1):
    # chunk: (2, 10, 4), the last one (2, 5, 4)
    y, state = lstm(chunk, state)
    outs.append(y)
print(y.shape)        # torch.Size([2, 5, 8])
full = torch.cat(outs, 1)
print(full.shape)     # torch.Size([2, 25, 8])

i = 0
while i < x.size(1):
    y, state = lstm(x[:, i:i + 10], state)
    i += 10
print(y.shape)        # torch.Size([2, 5, 8])

for t in range(1, 4):
    y, _ = lstm(x[:, :t])
print(y.shape)        # torch.Size([2, 3, 8])

for b in torch.arange(2 * 5 * 4.).view(2, 5, 4):
    y, _ = lstm(b)    # unbatched (5, 8)
print(y.shape)        # torch.Size([5, 8])
