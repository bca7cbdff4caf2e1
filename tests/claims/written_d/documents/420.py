# char + word features -> LSTM -> tag scores
import torch
from torch import nn

WORDS, CHARS, TAGS = 4000, 60, 9
WORD_DIM = 100
CHAR_DIM = 25
CHAR_FILTERS = 30
HIDDEN = 64        # was 100 until the June runs
MAX_SENT, MAX_WORD = 20, 12
BATCH = 32


class CharWordTagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(WORDS, WORD_DIM)
        self.char = nn.Embedding(CHARS, CHAR_DIM)
        self.conv = nn.Conv1d(CHAR_DIM, CHAR_FILTERS, kernel_size=3, padding=1)
        self.lstm = nn.LSTM(WORD_DIM + CHAR_FILTERS, HIDDEN, batch_first=True, bidirectional=True)
        self.tag = nn.Linear(2 * HIDDEN, TAGS)

    def forward(self, words, chars):
        w = self.word(words)                              # (32, 20, 100)
        b, s, l = chars.shape
        c = self.char(chars.view(b * s, l))               # (640, 12, 25)
        c = self.conv(c.transpose(1, 2)).max(dim=2)[0]    # (640, 30)
        x = torch.cat([w, c.view(b, s, -1)], dim=-1)      # (32, 20, 130)
        out, (h, _) = self.lstm(x)                        # (32, 20, 200)
        # h: (2, 32, 100)
        return self.tag(out)                              # (32, 20, 9)


if __name__ == "__main__":
    net = CharWordTagger()
    words = torch.randint(WORDS, (BATCH, MAX_SENT))
    chars = torch.randint(CHARS, (BATCH, MAX_SENT, MAX_WORD))
    print(net(words, chars).shape)
