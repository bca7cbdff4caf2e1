import torch
from torch import nn


class DecoderWithAttention(nn.Module):
    """Caption decoder, one LSTMCell step at a time."""

    def __init__(self, attention_dim, embed_dim, decoder_dim, vocab_size, encoder_dim=1280):
        super(DecoderWithAttention, self).__init__()
        self.encoder_att = nn.Linear(encoder_dim, attention_dim)
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.decode_step = nn.LSTMCell(embed_dim + encoder_dim, decoder_dim, bias=True)  # decoding LSTMCell
        self.init_h = nn.Linear(encoder_dim, decoder_dim)
        self.init_c = nn.Linear(encoder_dim, decoder_dim)
        self.fc = nn.Linear(decoder_dim, vocab_size)

    def init_hidden_state(self, encoder_out):
        """
        :param encoder_out: image features, (batch_size, num_pixels, encoder_dim)
        :return: start values of h and c, each (1, batch_size, decoder_dim)
        """
        mean_encoder_out = encoder_out.mean(dim=1)
        h = self.init_h(mean_encoder_out)  # (batch_size, decoder_dim)
        c = self.init_c(mean_encoder_out)
        return h, c

    def forward(self, encoder_out, encoded_captions, steps):
        embeddings = self.embedding(encoded_captions)  # (batch_size, max_caption_length, embed_dim)
        h, c = self.init_hidden_state(encoder_out)  # (batch_size, decoder_dim)
        for t in range(steps):
            context = encoder_out.mean(dim=1)
            h, c = self.decode_step(
                torch.cat([embeddings[:, t, :], context], dim=1),
                (h, c))  # (batch_size, decoder_dim)
        return self.fc(h)  # (batch_size, vocab_size)
