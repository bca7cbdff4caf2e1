import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Encoder(nn.Module):
    def __init__(self, num_words, emb_size, hidden_size, num_layer, pad) -> None:
        super(Encoder, self).__init__()
        self.pad = pad
        self.embedding = nn.Embedding(
            num_embeddings=num_words, embedding_dim=emb_size, padding_idx=pad)

        self.gru = torch.nn.GRU(input_size=emb_size, num_layers=num_layer,
                                hidden_size=hidden_size, batch_first=True, bidirectional=False)

    def forward(self, x, x_len):
        embeded = self.embedding(x)  # (batch, max_len, emb_size)
        embeded = pack_padded_sequence(
            embeded, x_len, batch_first=True)
        # hidden.shape: (seq, batch, hidden_size)
        output, hidden = self.gru(embeded)
        # output.shape: (batch, seq, hidden_size)
        # output_len.shape: (batch,)
        output, output_len = pad_packed_sequence(
            output, batch_first=True, padding_value=self.pad)

        return output, hidden
