import torch
from torch import nn
import torch.nn.functional as F


class CharRNN(nn.Module):

    def __init__(self, tokens, n_hidden=320, n_layers=2, drop_prob=0.5):
        super().__init__()
        self.n_layers = n_layers
        self.n_hidden = n_hidden
        self.chars = tokens
        self.lstm = nn.LSTM(len(self.chars), n_hidden, n_layers,
                            dropout=drop_prob, batch_first=True)
        self.dropout = nn.Dropout(drop_prob)
        self.fc = nn.Linear(n_hidden, len(self.chars))

    def forward(self, x, hidden):
        ''' One pass over x.
            The pair `hidden` comes from the call before. '''
        r_output, hidden = self.lstm(x, hidden)
        out = self.dropout(r_output)
        # rows for the linear layer: (batch_size * seq_length) x n_hidden
        out = out.contiguous().view(-1, self.n_hidden)
        out = self.fc(out)
        return out, hidden

    def init_hidden(self, batch_size):
        ''' Sets up the hidden state '''
        # Two fresh tensors, each n_layers x batch_size x n_hidden,
        # zeros, for hidden state and cell state of the LSTM
        weight = next(self.parameters()).data

        hidden = (weight.new(self.n_layers, batch_size, self.n_hidden).zero_(),
                  weight.new(self.n_layers, batch_size, self.n_hidden).zero_())

        return hidden


def predict(net, char_ids, h):
    x = F.one_hot(char_ids, len(net.chars)).float()
    out, h = net(x, h)
    return out.argmax(1), h
