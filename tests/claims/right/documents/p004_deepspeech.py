import torch.nn as nn


class CRNNAcoustic(nn.Module):
    """2-D conv front end followed by a stack of BiLSTMs, CTC head.

    Shapes:
        spec:    (B, 1, F, T)      log-mel, F = 80
        logits:  (B, T', n_tokens)  with T' = T // 4
    """

    def __init__(self, n_mels=80, hidden=512, layers=3, n_tokens=29):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(1, 32, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(32, 32, 3, stride=2, padding=1), nn.ReLU(),
        )
        self.rnn = nn.LSTM(32 * (n_mels // 4), hidden, num_layers=layers,
                           bidirectional=True, batch_first=True, dropout=0.2)
        self.head = nn.Linear(hidden * 2, n_tokens)

    def forward(self, spec):
        x = self.conv(spec)                          # (B, 32, F/4, T/4)
        b, c, f, t = x.shape
        x = x.permute(0, 3, 1, 2)                    # (B, T/4, 32, F/4)
        x = x.reshape(b, t, c * f)                   # (B, T/4, 32*F/4) = (B, T/4, 640)
        x, _ = self.rnn(x)                           # (B, T/4, 2*hidden) = (B, T/4, 1024)
        return self.head(x).log_softmax(-1)          # (B, T/4, n_tokens)
