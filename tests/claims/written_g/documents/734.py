import torch
import torch.nn as nn


class SliceSequence(nn.Module):
    """スライス列を時系列とみなして分類する"""

    def __init__(self, feat_dim=192):
        super().__init__()
        self.lstm = nn.LSTM(feat_dim, 192, num_layers=2, batch_first=True)
        self.classifier = nn.Linear(192, 2)

    def forward(self, features):
        # features: [Batch, N_slices, 192]
        lstm_out, (h_n, c_n) = self.lstm(features)  # lstm_out: [Batch, N_slices, 192]

        # 最終出力を使用 (または全時刻の平均)
        final_feat = lstm_out[:, -1, :]  # [Batch, 192]
        # または: final_feat = lstm_out.mean(dim=1)

        logits = self.classifier(final_feat)  # [Batch, 2]
        return logits
