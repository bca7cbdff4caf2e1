import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class RNN_ENCODER(nn.Module):
    def __init__(self, ntoken, ninput=200, drop_prob=0.4, nhidden=96, nlayers=1):
        super(RNN_ENCODER, self).__init__()
        self.nlayers = nlayers
        self.num_directions = 2
        # width of one direction
        self.nhidden = nhidden // self.num_directions
        self.encoder = nn.Embedding(ntoken, ninput)
        self.drop = nn.Dropout(drop_prob)
        self.rnn = nn.LSTM(ninput, self.nhidden, self.nlayers, batch_first=True, bidirectional=True)

    def forward(self, captions, cap_lens, hidden):
        # captions: LongTensor, size batch x n_steps
        # --> emb: batch x n_steps x ninput
        emb = self.drop(self.encoder(captions))
        #
        cap_lens = cap_lens.data.tolist()
        emb = pack_padded_sequence(emb, cap_lens, batch_first=True)
        # #state and memory (num_layers * num_directions, batch, hidden_size):
        # what every element of the batch starts from
        output, hidden = self.rnn(emb, hidden)
        # PackedSequence object
        # --> (batch, seq_len, hidden_size * num_directions)
        output = pad_packed_sequence(output, batch_first=True)[0]
        # --> batch x hidden_size*num_directions x seq_len
        words_emb = output.transpose(1, 2)
        # --> batch x num_directions*hidden_size
        sent_emb = hidden[0].transpose(0, 1).contiguous().view(-1, self.nhidden * self.num_directions)
        return words_emb, sent_emb
