import torch
import torch.nn as nn

torch.manual_seed(1)


class LSTMTagger(nn.Module):

    def __init__(self, embedding_dim, hidden_dim, vocab_size, tagset_size):
        super(LSTMTagger, self).__init__()
        self.hidden_dim = hidden_dim
        self.word_embeddings = nn.Embedding(vocab_size, embedding_dim)
        # embeddings in, states of width hidden_dim out
        self.lstm = nn.LSTM(embedding_dim, hidden_dim)
        self.hidden2tag = nn.Linear(hidden_dim, tagset_size)
        self.hidden = self.init_hidden()

    def init_hidden(self):
        # Nothing has been read yet, so there is no state.
        # What the axes stand for: (num_layers, minibatch_size, hidden_dim)
        return (torch.zeros(1, 1, self.hidden_dim),
                torch.zeros(1, 1, self.hidden_dim))

    def forward(self, sentence):
        embeds = self.word_embeddings(sentence)
        # embeds is (len(sentence), embedding_dim), the view makes it (len(sentence), 1, embedding_dim)
        lstm_out, self.hidden = self.lstm(
            embeds.view(len(sentence), 1, -1), self.hidden)
        # lstm_out: (len(sentence), 1, hidden_dim)
        tag_space = self.hidden2tag(lstm_out.view(len(sentence), -1))
        # tag_space: (len(sentence), tagset_size)
        return tag_space
