import torch
import torch.nn as nn
import torch.nn.utils.rnn as rnn_utils


class SentenceVAE(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, latent_size,
                 num_layers=2, bidirectional=True):
        super().__init__()
        self.hidden_size = hidden_size
        self.hidden_factor = (2 if bidirectional else 1) * num_layers

        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.encoder_rnn = nn.GRU(embedding_size, hidden_size, num_layers=num_layers,
                                  bidirectional=bidirectional, batch_first=True)
        self.decoder_rnn = nn.GRU(embedding_size, hidden_size, num_layers=num_layers,
                                  bidirectional=bidirectional, batch_first=True)
        self.hidden2mean = nn.Linear(hidden_size * self.hidden_factor, latent_size)
        self.hidden2logv = nn.Linear(hidden_size * self.hidden_factor, latent_size)
        self.latent2hidden = nn.Linear(latent_size, hidden_size * self.hidden_factor)

    def forward(self, input_sequence, length):
        b = input_sequence.size(0)
        x = self.embedding(input_sequence)
        # x: (batch, seq_len, embedding_size)
        packed = rnn_utils.pack_padded_sequence(x, length, batch_first=True, enforce_sorted=False)
        _, hidden = self.encoder_rnn(packed)
        # hidden: (num_layers * num_directions, batch, hidden_size)

        # bring the samples to the front before flattening, a bare view would mix them
        hidden = hidden.transpose(0, 1).reshape(b, -1)
        # hidden: (batch, factor * hidden_size)

        mean = self.hidden2mean(hidden)
        std = torch.exp(0.5 * self.hidden2logv(hidden))
        z = mean + std * torch.randn_like(std)
        # z: (batch, latent_size)

        hidden = self.latent2hidden(z)
        hidden = hidden.view(b, self.hidden_factor, self.hidden_size).transpose(0, 1).contiguous()
        # hidden: (factor, batch, hidden_size), as the decoder wants it

        outputs, _ = self.decoder_rnn(x, hidden)
        # outputs: (batch, seq_len, 2 * hidden_size) when bidirectional
        return outputs, mean, std
