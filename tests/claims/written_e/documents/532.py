import torch
from torch import nn

num_rnn_layer = 2
rnn = nn.GRU(
    input_size=20,
    hidden_size=26,
    num_layers=num_rnn_layer,
    batch_first=True,
)
atten_W1 = nn.Parameter(torch.randn(10, 26))


def attend(input_seqs):
    """
    :param input_seqs: shape (batchsize, seqlen, emb_dim)
    :return:
    """
    output, h_n = rnn(input_seqs)
    # output: (batchsize, seqlen, num_directions * hidden_size),
    # h_n: (batchsize, num_rnn_layer * num_directions, hidden_size)
    o1 = torch.matmul(atten_W1, output.transpose(1, 2))
    # o1: (batchsize, d, seqlen)
    return torch.tanh(o1)
