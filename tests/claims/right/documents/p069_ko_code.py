import torch
import torch.nn as nn


class 감성분류(nn.Module):
    def __init__(self, vocab_size, embed_dim=300, hidden_dim=256, n_layers=2, n_class=2):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.lstm = nn.LSTM(embed_dim, hidden_dim, n_layers, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(hidden_dim * 2, n_class)

    def forward(self, x):
        # x: (배치 크기, 문장 길이)
        embedded = self.embedding(x)               # (배치 크기, 문장 길이, 300)
        out, (hidden, cell) = self.lstm(embedded)
        # out: (배치 크기, 문장 길이, 512)
        # hidden: (4, 배치 크기, 256)
        hidden = torch.cat((hidden[-2], hidden[-1]), dim=1)   # (배치 크기, 512)
        return self.fc(hidden)                     # (배치 크기, 2)


m = 감성분류(100)
x = torch.randint(0, 100, (16, 25))
print(m(x).shape)   # torch.Size([16, 2])
