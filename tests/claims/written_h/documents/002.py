"""POS tagger, BiLSTM"""
import torch
from torch import nn

EMBEDDING_DIM = 100
HIDDEN_DIM = 64
N_TAGS = 12


class BiLSTMTagger(nn.Module):
    def __init__(self, vocab):
        super(BiLSTMTagger, self).__init__()
        self.emb = nn.Embedding(vocab, EMBEDDING_DIM)
        self.bilstm = nn.LSTM(EMBEDDING_DIM, HIDDEN_DIM, batch_first=True, bidirectional=True)
        self.hidden2tag = nn.Linear(HIDDEN_DIM * 2, N_TAGS)

    def forward(self, sents):
        e = self.emb(sents)              # B x T x 100
        out, (h_n, c_n) = self.bilstm(e) # out: B x T x 128, h_n: 2 x B x 64
        logits = self.hidden2tag(out)    # B x T x 12
        return logits


if __name__ == "__main__":
    m = BiLSTMTagger(500)
    y = m(torch.randint(0, 500, (4, 9)))
    assert y.shape == (4, 9, 12)
