import torch
from torch import nn


class TwoStream(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.ModuleDict({
            "audio": nn.LSTM(40, 64, batch_first=True),
            "video": nn.LSTM(512, 128, num_layers=2, batch_first=True),
        })

    def forward(self, batch):
        feats = []
        for name, x in batch.items():
            out, (h, c) = self.enc[name](x)
            # audio: h is (1, B, 64); video: h is (2, B, 128)
            feats.append(h[-1])
        fused = torch.cat(feats, dim=-1)   # (B, 192)
        return fused


m = TwoStream()
out = m({"audio": torch.randn(3, 100, 40), "video": torch.randn(3, 25, 512)})
print(out.shape)   # torch.Size([3, 192])
a, (h, c) = m.enc["audio"](torch.randn(3, 100, 40))
print(a.shape, h.shape)   # torch.Size([3, 100, 64]) torch.Size([1, 3, 64])
v, (h, c) = m.enc["video"](torch.randn(3, 25, 512))
print(v.shape, h.shape)   # torch.Size([3, 25, 128]) torch.Size([2, 3, 128])
