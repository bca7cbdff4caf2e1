import torch
import torch.nn as nn


class 感情分析モデル(nn.Module):
    """日本語レビューの感情分析

    入力: (バッチサイズ, 系列長)
    出力: (バッチサイズ, クラス数)
    """

    def __init__(self, vocab=8000, emb=200, hid=100, n_class=2):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb, padding_idx=0)
        self.lstm = nn.LSTM(emb, hid, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hid * 2, n_class)

    def forward(self, x):
        e = self.emb(x)                              # (B, T, 200)
        o, (h, c) = self.lstm(e)                     # oは(B, T, 200)、hは(2, B, 100)
        # 順方向の最後の状態と逆方向の最後の状態を結合する
        v = torch.cat([h[0], h[1]], dim=1)           # (B, 200)
        return self.fc(v)                            # (B, 2)


m = 感情分析モデル()
x = torch.randint(1, 8000, (32, 64))                 # (32, 64)
e = m.emb(x)
o, (h, c) = m.lstm(e)
print(o.shape)   # torch.Size([32, 64, 200])
print(h.shape)   # torch.Size([2, 32, 100])
