import torch
import torch.nn as nn

torch.manual_seed(1)
x = torch.randn(10, 24, 3)

models = {
    "small": nn.LSTM(3, 16, batch_first=True),
    "large": nn.LSTM(3, 128, num_layers=2, batch_first=True),
    "bi": nn.LSTM(3, 32, batch_first=True, bidirectional=True),
}
for name, m in models.items():
    out, (h, c) = m(x)
    print(name, tuple(out.shape), tuple(h.shape))
# small (10, 24, 16) (1, 10, 16)
# large (10, 24, 128) (2, 10, 128)
# bi (10, 24, 64) (2, 10, 32)

feats = torch.cat([m(x)[0][:, -1] for m in models.values()], dim=1)
print(feats.shape)   # torch.Size([10, 208])
