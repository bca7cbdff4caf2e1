import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from project.config import opts


class SlotFiller(nn.Module):
    """Labels every word of an utterance."""

    def __init__(self):
        super(SlotFiller, self).__init__()
        self.words = nn.Embedding(opts.vocab, opts.word_dim)
        self.encoder = nn.LSTM(
            opts.word_dim,
            opts.rnn_size,
            opts.rnn_layers,
            batch_first=True,
            bidirectional=opts.bidirectional,
        )
        width = opts.rnn_size * (2 if opts.bidirectional else 1)
        self.labels = nn.Linear(width, opts.n_labels)

    def encode(self, vectors, lengths):
        """
        Encode without looking at the padding.

        :param vectors: word vectors, ``(batch, max_len, word_dim)``
        :type vectors: torch.Tensor
        :param lengths: true lengths, ``(batch,)``
        :type lengths: torch.LongTensor
        :return: hidden states of all words, ``(batch, max_len, 2 * rnn_size)``
        :rtype: torch.Tensor
        """
        packed = pack_padded_sequence(vectors, lengths.cpu(), batch_first=True, enforce_sorted=False)
        states, _ = self.encoder(packed)
        states, _ = pad_packed_sequence(states, batch_first=True)
        return states

    def forward(self, ids, lengths):
        """
        :param ids: padded word numbers, ``(batch, max_len)``
        :param lengths: true lengths, ``(batch,)``
        :return: scores, ``(batch, max_len, n_labels)``
        """
        return self.labels(self.encode(self.words(ids), lengths))
