import torch
import torch.nn as nn
try:
    from einops import rearrange, repeat
except ImportError:
    rearrange = repeat = None


class PatchLSTM(nn.Module):
    """Treat an image as a raster of patches and scan it with a BiLSTM."""

    def __init__(self, patch=4, ch=3, dim=64, depth=2):
        super().__init__()
        self.p = patch
        self.proj = nn.Linear(ch * patch * patch, dim)
        self.lstm = nn.LSTM(dim, dim, num_layers=depth, bidirectional=True, batch_first=True)

    def forward(self, img):
        # img: b c h w
        x = rearrange(img, "b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=self.p, p2=self.p)   # (b, n, 48)
        x = self.proj(x)                                          # (b, n, 64)
        y, (hn, cn) = self.lstm(x)                                # y: (b, n, 128), hn: (4, b, 64)
        hn = rearrange(hn, "(l d) b h -> l b (d h)", d=2)         # (2, b, 128)
        top = hn[-1]                                              # (b, 128)
        fwd, bwd = rearrange(y, "b n (d h) -> d b n h", d=2)      # (b, n, 64) each
        return top, fwd + bwd                                     # (b, 128), (b, n, 64)
