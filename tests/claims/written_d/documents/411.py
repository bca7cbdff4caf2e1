import torch
import torch.nn as nn

"""
---- 新闻标题分类：双向 LSTM ----
1. 输入 token 编号：[batch_size, seq_len]
2. 查表之后：[batch_size, seq_len, embedding_size]，送入 LSTM
3. LSTM 的三个返回值
   output: [batch_size, seq_len, hidden_size * directions]
   h_t: [num_layers * directions, batch_size, hidden_size]
   c_t: [num_layers * directions, batch_size, hidden_size]
4. 取最后一层两个方向的 h_t 拼接：[batch_size, hidden_size * 2]
5. 线性层：[batch_size, num_classes]
"""


class TitleNet(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.embed = nn.Embedding(cfg.vocab_size, cfg.embedding_size)
        self.lstm = nn.LSTM(
            input_size=cfg.embedding_size, hidden_size=cfg.hidden_size,
            num_layers=cfg.num_layers, bidirectional=True, batch_first=True
        )
        self.fc = nn.Linear(cfg.hidden_size * 2, cfg.num_classes)

    def forward(self, X):
        X = self.embed(X)
        output, (h_t, c_t) = self.lstm(X)
        fw = h_t[-2, :, :]  # 前向，[batch_size, hidden_size]
        bw = h_t[-1, :, :]  # 后向，[batch_size, hidden_size]
        return self.fc(torch.cat([fw, bw], dim=-1))
