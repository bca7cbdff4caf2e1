# video classification: CNN features -> LSTM
import torch
import torch.nn as nn


class CNNLSTM(nn.Module):
    def __init__(self, num_classes=10, feat=256, hidden=128):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(3, 16, 3, stride=2, padding=1), nn.ReLU(),
            nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(256, feat))
        self.lstm = nn.LSTM(input_size=feat, hidden_size=hidden, num_layers=3)
        self.fc1 = nn.Linear(hidden, num_classes)

    def forward(self, x_3d):
        # x_3d: (B, T, C, H, W)
        feats = []
        for t in range(x_3d.size(1)):
            x = self.cnn(x_3d[:, t, :, :, :])  # (B, 256)
            feats.append(x)
        seq = torch.stack(feats, dim=0)        # (T, B, 256)
        out, (hn, cn) = self.lstm(seq)
        # out: (B, T, 128)
        # hn: (3, B, 128)
        return self.fc1(out[-1])               # (B, num_classes)


net = CNNLSTM()
clip = torch.randn(2, 8, 3, 32, 32)
print(net(clip).shape)   # torch.Size([2, 10])
