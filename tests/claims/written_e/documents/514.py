import torch
import torch.nn as nn
from torch.autograd import Variable


class StoryTeller(nn.Module):
    def __init__(self, vocab_size, embed_dim, hidden_dim, num_layers=1):
        super(StoryTeller, self).__init__()
        self.hidden_dim = hidden_dim
        self.embed = nn.Embedding(vocab_size, embed_dim)
        self.decoder = nn.LSTM(embed_dim, hidden_dim, num_layers, batch_first=True)
        self.readout = nn.Linear(hidden_dim, vocab_size)

    def initialize_state(self, picture):
        batch_size = picture.size(0)
        # h0 and c0 are of shape `(batch, num_layers * num_directions, hidden_size)
        c0 = Variable(torch.zeros(
            size=(1, batch_size, self.hidden_dim)
        ), requires_grad=False)
        # the picture is the first memory
        h0 = picture.unsqueeze(0)
        return h0, c0

    def forward(self, picture, tokens):
        states = self.initialize_state(picture)
        hiddens, _ = self.decoder(self.embed(tokens), states)
        return self.readout(hiddens)
