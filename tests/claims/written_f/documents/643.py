import torch
import torch.nn as nn
import torch.nn.functional as F


class StructuredSelfAttention(nn.Module):
    def __init__(self, emb_dim, hid_dim, r, num_rnn_layer):
        super().__init__()
        self.rnn = nn.GRU(input_size=emb_dim, hidden_size=hid_dim,
                          num_layers=num_rnn_layer, batch_first=True, bidirectional=True)
        self.score = nn.Linear(2 * hid_dim, r, bias=False)

    def forward(self, input_seqs):
        """
        :param input_seqs: shape (batchsize, seqlen, emb_dim)
        """
        output, h_n = self.rnn(input_seqs)
        # output: (batchsize, seqlen, num_directions * hidden_size),
        # h_n: (batchsize, num_rnn_layer * num_directions, hidden_size)
        weights = F.softmax(self.score(output), dim=1)
        return torch.matmul(weights.transpose(1, 2), output)
