import torch
import torch.nn as nn


# ============================================================
# CRNN: conv front end + BiLSTM over time
# ============================================================
class CRNN(nn.Module):
    def __init__(self, num_classes=12, dropout=0.2):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d((2, 1)),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d((2, 1)),
        )
        # 40 mel bins -> 10, LSTM input = 64*10 = 640
        self.lstm = nn.LSTM(
            input_size=64 * 10,
            hidden_size=96,
            num_layers=2,
            batch_first=True,
            bidirectional=True,
            dropout=dropout,
        )
        self.classifier = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(192, num_classes),  # BiLSTM: 96*2=192
        )

    def forward(self, x):
        # CNN
        x = self.cnn(x)  # (B, 64, 10, T)

        # reshape for LSTM: (B, T, features)
        B, C, F, T = x.shape
        x = x.permute(0, 3, 1, 2)  # (B, T, C, F)
        x = x.reshape(B, T, C * F)  # (B, T, 640)

        # LSTM
        x, _ = self.lstm(x)  # (B, T, 192)

        # last step + mean over time
        last = x[:, -1, :]          # (B, 192)
        avg = x.mean(dim=1)         # (B, 192)
        x = last + avg              # (B, 192)

        return self.classifier(x)
