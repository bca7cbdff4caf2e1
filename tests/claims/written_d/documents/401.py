# -*- coding: utf-8 -*-
"""Named entity tagger: word vectors -> BiLSTM -> emission scores -> Viterbi."""
import torch
import torch.nn as nn

START, STOP = "<s>", "</s>"


class BiLstmCrf(nn.Module):
    def __init__(self, vocab_size, tag2id, emb_dim=100, rnn_dim=256, dropout=0.3):
        super(BiLstmCrf, self).__init__()
        self.tag2id = tag2id
        self.tag_num = len(tag2id)
        self.rnn_dim = rnn_dim

        self.word_emb = nn.Embedding(vocab_size, emb_dim)
        self.drop = nn.Dropout(dropout)
        # each direction gets one half of rnn_dim
        self.bilstm = nn.LSTM(emb_dim, rnn_dim // 2, num_layers=1,
                              bidirectional=True, batch_first=True)
        self.hidden2tag = nn.Linear(rnn_dim, self.tag_num)
        self.transitions = nn.Parameter(torch.randn(self.tag_num, self.tag_num))

    def init_hidden(self, batch_size, device):
        h0 = torch.zeros(2, batch_size, self.rnn_dim // 2, device=device)  # (2, batch_size, rnn_dim)
        c0 = torch.zeros_like(h0)
        return h0, c0

    def _emissions(self, sentence):
        state = self.init_hidden(sentence.size(0), sentence.device)
        x = self.drop(self.word_emb(sentence))       # (batch_size, seq_len, emb_dim)
        lstm_out, _ = self.bilstm(x, state)          # (batch_size, seq_len, rnn_dim)
        lstm_out = self.drop(lstm_out)
        feats = self.hidden2tag(lstm_out)            # (batch_size, seq_len, tag_num)
        return feats

    def _viterbi(self, feats):
        # feats: (seq_len, tag_num), one sentence
        score = feats[0]
        back = []
        for emit in feats[1:]:
            step = score.unsqueeze(1) + self.transitions
            score, idx = step.max(0)
            score = score + emit
            back.append(idx)
        best = [int(score.argmax())]
        for idx in reversed(back):
            best.append(int(idx[best[-1]]))
        return best[::-1]

    def forward(self, sentence):
        feats = self._emissions(sentence)
        return [self._viterbi(f) for f in feats]
