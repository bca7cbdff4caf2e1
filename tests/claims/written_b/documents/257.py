import torch
import torch.nn as nn


class DecoderRNN(nn.Module):
    def __init__(self, embed_size, hidden_size, vocab_size, num_layers=2):
        super().__init__()
        self.embed_size = embed_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.lstm = nn.LSTM(input_size=embed_size, hidden_size=hidden_size,
                            num_layers=num_layers, dropout=0.1, batch_first=True)
        self.embed = nn.Embedding(vocab_size, embed_size)
        self.fc = nn.Linear(self.hidden_size, vocab_size)

    def forward(self, features, captions):
        # for the last view
        seq_len = captions.size(1)
        features = features.view(features.size(0), 1, self.embed_size)
        embeds = self.embed(captions)
        input_seq = torch.cat((features, embeds[:, :-1, :]), dim=1)

        # recurrent part
        # in:    batch*seq_len*embed_size
        # state: num_layers*batch*hidden_size
        # out:   batch*seq_len*hidden_size
        self.hidden = self.init_hidden(captions.size(0))
        output, self.hidden = self.lstm(input_seq, self.hidden)

        word_scores = self.fc(output.contiguous().view(-1, self.hidden_size))

        # back to batch*seq_len*vocab_size
        word_scores = word_scores.view(captions.size(0), seq_len, -1)
        return word_scores

    def init_hidden(self, batch_size):
        weight = next(self.parameters()).data
        return (weight.new(self.num_layers, batch_size, self.hidden_size).zero_(),
                weight.new(self.num_layers, batch_size, self.hidden_size).zero_())
