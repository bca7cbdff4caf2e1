import torch
import torch.nn as nn


class HarNet(nn.Module):
    """CNN 와 BiLSTM 을 이어 붙인 행동 인식 모델"""

    def __init__(self, num_classes=6):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv1d(9, 64, 3, padding=1), nn.ReLU(), nn.MaxPool1d(2))
        # 과적합 때문에 128 에서 96 으로 줄임
        self.bilstm = nn.LSTM(64, 96, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(192, 1)
        self.classifier = nn.Linear(192, num_classes)

    def forward(self, raw):
        x = self.conv(raw)
        x = x.permute(0, 2, 1)  # [Batch, 50, 64]
        lstm_out, _ = self.bilstm(x) # [Batch, 50, 256]
        weights = torch.softmax(self.attention(lstm_out), dim=1)
        # 문맥 벡터 [Batch, 256]
        context = torch.sum(weights * lstm_out, dim=1)
        return self.classifier(context)
