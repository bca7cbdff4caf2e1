import argparse

import torch.nn as nn

parser = argparse.ArgumentParser(description="language model on a small corpus")
parser.add_argument("--model", type=str, default="LSTM", help="RNN, LSTM or GRU")
parser.add_argument("--nhid", type=int, default=180)
parser.add_argument("--nlayers", type=int, default=2)
parser.add_argument("--bidir", action="store_true")


class LanguageModel(nn.Module):
    """Encoder, recurrent core, decoder."""

    def __init__(self, rnn_type, ntoken, ninp, nhid, nlayers, bidir=False):
        super().__init__()
        self.encoder = nn.Embedding(ntoken, ninp)
        self.rnn = getattr(nn, rnn_type)(ninp, nhid, nlayers, bidirectional=bidir)
        self.decoder = nn.Linear(nhid * (2 if bidir else 1), ntoken)
        self.nhid, self.nlayers = nhid, nlayers

    def forward(self, input, hidden):
        emb = self.encoder(input)               # (seq_len, batch, ninp)
        output, hidden = self.rnn(emb, hidden)  # output: (seq_len, batch, nhid)
        decoded = self.decoder(output)          # (seq_len, batch, ntoken)
        return decoded, hidden

    def init_hidden(self, bsz):
        weight = next(self.parameters())
        # (nlayers, bsz, nhid)
        return weight.new_zeros(self.nlayers, bsz, self.nhid)
