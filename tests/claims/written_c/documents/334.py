import torch
import torch.nn.functional as F
from torch import nn

mel = torch.randn(6, 80, 200)           # [B, 80, Time]
conv = nn.Conv1d(80, 192, kernel_size=5, padding=2)
lstm = nn.LSTM(192, 224, num_layers=2, dropout=0.3)

# convolution halves the time axis
feats = F.max_pool1d(F.relu(conv(mel)), 2)

# The LSTM wants time in front,
# so we go from [B, Features, Time] to [Time, B, Features]
feats = feats.permute(2, 0, 1)          # [100, 6, 192]

y, _ = lstm(feats)                      # [100, 6, 224]

# mean over time, one vector per recording
# Shape: [6, 224]
clip = y.mean(dim=0)
