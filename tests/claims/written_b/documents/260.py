import numpy as np
import torch
import torch.nn as nn


class EdgeScorer(nn.Module):
    def __init__(self, word_dim, pos_dim, lstm_hidden_dim, mlp_hidden_dim, n_words=90, n_pos=17):
        super(EdgeScorer, self).__init__()
        self.lstm_hidden_dim = lstm_hidden_dim
        self.word_embeds = nn.Embedding(n_words, word_dim)
        self.pos_embeds = nn.Embedding(n_pos, pos_dim)
        self.lstm = nn.LSTM(word_dim + pos_dim, lstm_hidden_dim // 2, num_layers=1, bidirectional=True)
        self.Linear = nn.Linear(2*lstm_hidden_dim, mlp_hidden_dim)
        self.output_layer = nn.Linear(mlp_hidden_dim, 1)
        self.hidden = self.init_hidden()  # (2, 1, lstm_hidden_dim // 2) twice

    def init_hidden(self):
        return (torch.randn(2, 1, self.lstm_hidden_dim // 2),
                torch.randn(2, 1, self.lstm_hidden_dim // 2))

    def features(self, word_tensor, pos_tensor):
        sentence_len = len(word_tensor)
        self.hidden = self.init_hidden()
        embeds = torch.cat((self.word_embeds(word_tensor), self.pos_embeds(pos_tensor)), 1).view(sentence_len, 1, -1)
        # embeds.shape = (sentence_len,1,word_dim+pos_dim)
        lstm_out, self.hidden = self.lstm(embeds, self.hidden)
        lstm_out = lstm_out.view(sentence_len, self.lstm_hidden_dim)  # lstm_out.shape = (sentence_len,lstm_hidden_dim)
        return lstm_out
