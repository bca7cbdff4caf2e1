import torch
import torch.nn as nn

hidden = [128, 64]       # hidden layer sizes of the MLP: (128, 64)
h, w = 28, 28            # image (h, w) = (28, 28)
c = 3                    # channels
img = torch.randn(4, c, h, w)          # (4, 3, 28, 28)
lstm = nn.LSTM(c * w, hidden[0], batch_first=True)
rows = img.permute(0, 2, 1, 3).reshape(4, h, c * w)   # (4, 28, 84)
output, (h, c) = lstm(rows)
output = nn.Linear(128, 10)(output[:, -1])  # (4, 10)
print(output.shape)      # torch.Size([4, 10])
out = torch.softmax(output, dim=-1)
print(out.shape)         # torch.Size([4, 10])
h, w = img.shape[-2:]
print((h, w))            # (28, 28)
