import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class SentenceEncoder(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size):
        """
        :param vocab_size: number of known tokens
        :param embedding_size: size of a token vector
        :param hidden_size: size of the state
        """
        super(SentenceEncoder, self).__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.LSTM(embedding_size, hidden_size, batch_first=True)

    def encode(self, sequences, lengths):
        """
        :param sequences: embedded tokens ~(bs, max_length, es)
        :param lengths: true lengths ~(bs)
        """
        # no computation on padded positions
        packed_seq = pack_padded_sequence(sequences, lengths, batch_first=True)

        # output ~(batch, seq_length, hidden_size*num_directions) <-- h_t of the last layer, for each t.
        # hidden ~(num_layers*num_directions, batch, hidden_size) <-- h_t for t=seq_len
        output, hidden = self.rnn(packed_seq)
        # lstm returns hidden state AND cell state
        hidden, cell = hidden

        # back from PackedSequence to tensor
        output, lengths_ = pad_packed_sequence(output, batch_first=True)

        # last real position of each sentence, not the padding!
        encoding = output[range(output.size(0)), list(map(lambda l: l - 1, lengths)), :]  # ~(bs, hs)
        return encoding
