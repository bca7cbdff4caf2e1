"""Char-RNN à la Karpathy"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class CharRNN(nn.Module):

    def __init__(self, n_chars=83, n_hidden=512, n_layers=2, drop_prob=0.5):
        super().__init__()
        self.n_chars = n_chars
        self.n_layers = n_layers
        self.n_hidden = n_hidden
        self.lstm = nn.LSTM(n_chars, n_hidden, n_layers, dropout=drop_prob, batch_first=True)
        self.dropout = nn.Dropout(drop_prob)
        self.fc = nn.Linear(n_hidden, n_chars)

    def forward(self, x, hidden):
        ''' Forward pass through the network.
            x: (n_seqs, n_steps, n_chars) one-hot '''
        r_output, hidden = self.lstm(x, hidden)   # r_output (n_seqs, n_steps, n_hidden)
        out = self.dropout(r_output)
        out = out.contiguous().view(-1, self.n_hidden)   # (n_seqs * n_steps, n_hidden)
        out = self.fc(out)                               # (n_seqs * n_steps, n_chars)
        return out, hidden

    def init_hidden(self, batch_size):
        # Create two new tensors with sizes n_layers x batch_size x n_hidden,
        # initialized to zero
        weight = next(self.parameters()).data
        return (weight.new(self.n_layers, batch_size, self.n_hidden).zero_(),
                weight.new(self.n_layers, batch_size, self.n_hidden).zero_())


net = CharRNN()
h = net.init_hidden(10)
ids = torch.randint(0, 83, (10, 50))
out, h = net(F.one_hot(ids, 83).float(), h)
print(out.shape)    # (500, 83)
print(h[0].shape)   # (2, 50, 512)
