# Adapted from the PyTorch word language model example.
import torch
import torch.nn as nn


def batchify(data, bsz):
    # data: (N,)  ->  (N // bsz, bsz)
    nbatch = data.size(0) // bsz
    data = data.narrow(0, 0, nbatch * bsz)
    data = data.view(bsz, -1).t().contiguous()
    return data


def get_batch(source, i, bptt=35):
    seq_len = min(bptt, len(source) - 1 - i)
    data = source[i:i + seq_len]                        # (seq_len, bsz)
    target = source[i + 1:i + 1 + seq_len].view(-1)     # (seq_len * bsz,)
    return data, target


def repackage_hidden(h):
    """Wraps hidden states in new Tensors, to detach them from their history."""
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage_hidden(v) for v in h)


class RNNModel(nn.Module):
    def __init__(self, rnn_type, ntoken, ninp, nhid, nlayers, dropout=0.5, tie_weights=False):
        super().__init__()
        self.ntoken = ntoken
        self.drop = nn.Dropout(dropout)
        self.encoder = nn.Embedding(ntoken, ninp)
        if rnn_type in ['LSTM', 'GRU']:
            self.rnn = getattr(nn, rnn_type)(ninp, nhid, nlayers, dropout=dropout)
        else:
            self.rnn = nn.RNN(ninp, nhid, nlayers, dropout=dropout)
        self.decoder = nn.Linear(nhid, ntoken)
        if tie_weights:
            assert nhid == ninp
            self.decoder.weight = self.encoder.weight   # (ntoken, ninp)
        self.rnn_type, self.nhid, self.nlayers = rnn_type, nhid, nlayers

    def forward(self, input, hidden):
        emb = self.drop(self.encoder(input))            # (seq_len, bsz, ninp)
        output, hidden = self.rnn(emb, hidden)          # (seq_len, bsz, nhid)
        output = self.drop(output)
        decoded = self.decoder(output)                  # (seq_len, bsz, ntoken)
        decoded = decoded.view(-1, self.ntoken)         # (seq_len * bsz, ntoken)
        return decoded.log_softmax(dim=1), hidden

    def init_hidden(self, bsz):
        weight = next(self.parameters())
        if self.rnn_type == 'LSTM':
            # two tensors (nlayers, bsz, nhid)
            return (weight.new_zeros(self.nlayers, bsz, self.nhid),
                    weight.new_zeros(self.nlayers, bsz, self.nhid))
        return weight.new_zeros(self.nlayers, bsz, self.nhid)   # (nlayers, bsz, nhid)


corpus = batchify(torch.randint(0, 100, (1000,)), 20)   # (50, 20)
model = RNNModel('LSTM', 100, 16, 16, 2, tie_weights=True)
hidden = model.init_hidden(20)
for i in range(0, corpus.size(0) - 1, 35):
    data, targets = get_batch(corpus, i)
    hidden = repackage_hidden(hidden)
    out, hidden = model(data, hidden)
    # first chunk: data (35, 20), out (700, 100); last chunk: data (14, 20), out (280, 100)
    assert out.size(0) == targets.size(0)
