import torch.nn as nn


class TalkEncoder(nn.Module):
    def __init__(self, vocab_size, hidden_size, embedding, n_layers=1):
        super().__init__()
        self.n_layers = n_layers
        self.embedding = embedding
        self.gru = nn.GRU(hidden_size, hidden_size, n_layers)

    def forward(self, input_seq, hidden=None):
        embedded = self.embedding(input_seq)
        # embedded 大小为 (seq_len, batch, hidden_size)

        outputs, hidden = self.gru(embedded, hidden)
        print("output size() of gru=", outputs.size())  # (seq_len, batch, hidden_size)
        # 每个时间步只有一个方向，第三维就是 hidden_size

        # hidden 大小为 (n_layers, batch, hidden_size)
        return outputs, hidden
