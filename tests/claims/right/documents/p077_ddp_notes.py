import torch
import torch.nn as nn

# Global batch 256, 8 ranks -> 32 per rank
lstm = nn.LSTM(100, 200, batch_first=True)
x = torch.randn(32, 64, 100)
out, (h, c) = lstm(x)
# per rank out is (32, 64, 200); after all_gather it would be (256, 64, 200)
print(out.shape)   # torch.Size([32, 64, 200])
gathered = torch.cat([out] * 8)     # (256, 64, 200)
# at inference we use batch 1, i.e. x: (1, 64, 100), out: (1, 64, 200)
single, _ = lstm(x[:1])             # (1, 64, 200)
# for the long-context run x was (8, 512, 100) and out (8, 512, 200)
