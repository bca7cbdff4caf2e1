import torch
import torch.nn as nn


class CharRNN(nn.Module):
    def __init__(self, n_chars, n_hidden=256, n_layers=2, drop_prob=0.5):
        super().__init__()
        self.n_chars = n_chars
        self.n_layers = n_layers
        self.n_hidden = n_hidden
        self.lstm = nn.LSTM(n_chars, n_hidden, n_layers, dropout=drop_prob, batch_first=True)
        self.dropout = nn.Dropout(drop_prob)
        self.fc = nn.Linear(n_hidden, n_chars)

    def forward(self, x, hidden):
        ''' Forward pass through the network.
            x is one-hot: (batch_size, seq_length, n_chars)
            hidden is a tuple of two (n_layers, batch_size, n_hidden) tensors.
        '''
        r_output, hidden = self.lstm(x, hidden)      # (batch_size, seq_length, n_hidden)
        out = self.dropout(r_output)
        # stack up: (batch_size * seq_length, n_hidden)
        out = out.contiguous().view(-1, self.n_hidden)
        out = self.fc(out)                           # (batch_size * seq_length, n_chars)
        return out, hidden

    def init_hidden(self, batch_size):
        ''' Create two new tensors with sizes n_layers x batch_size x n_hidden,
            initialized to zero, for hidden state and cell state of LSTM '''
        weight = next(self.parameters()).data
        return (weight.new_zeros(self.n_layers, batch_size, self.n_hidden),
                weight.new_zeros(self.n_layers, batch_size, self.n_hidden))


@torch.no_grad()
def sample(net, size, prime_ids, top_k=5):
    net.eval()
    h = net.init_hidden(1)                           # ((2, 1, 256), (2, 1, 256))
    for ch in prime_ids:
        x = torch.eye(net.n_chars)[ch].view(1, 1, -1)   # (1, 1, n_chars)
        out, h = net(x, h)                           # out: (1, n_chars)
    res = []
    for _ in range(size):
        p = out.softmax(-1)                          # (1, n_chars)
        p, top_ch = p.topk(top_k)                    # (1, top_k) each
        nxt = top_ch[0, torch.multinomial(p[0], 1)]  # (1,)
        res.append(int(nxt))
        x = torch.eye(net.n_chars)[int(nxt)].view(1, 1, -1)
        out, h = net(x, h)
    return res


print(sample(CharRNN(60), 5, [1, 2, 3]).__len__())
