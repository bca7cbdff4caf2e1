import torch
import torch.nn as nn


class BiLSTM_CRF(nn.Module):

    def __init__(self, vocab_size, tag_to_ix, embedding_dim, hidden_dim):
        super(BiLSTM_CRF, self).__init__()
        self.embedding_dim = embedding_dim
        self.hidden_dim = hidden_dim
        self.vocab_size = vocab_size
        self.tagset_size = len(tag_to_ix)
        self.word_embeds = nn.Embedding(vocab_size, embedding_dim)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim // 2,
                            num_layers=1, bidirectional=True)
        # Maps the output of the LSTM into tag space.
        self.hidden2tag = nn.Linear(hidden_dim, self.tagset_size)
        # transitions[i, j] is the score of transitioning to i from j: (tagset_size, tagset_size)
        self.transitions = nn.Parameter(torch.randn(self.tagset_size, self.tagset_size))

    def init_hidden(self):
        # (num_layers * num_directions, batch, hidden_dim // 2)
        return (torch.randn(2, 1, self.hidden_dim // 2),
                torch.randn(2, 1, self.hidden_dim // 2))

    def _get_lstm_features(self, sentence):
        self.hidden = self.init_hidden()
        # sentence: (seq_len,)
        embeds = self.word_embeds(sentence).view(len(sentence), 1, -1)   # (seq_len, 1, embedding_dim)
        lstm_out, self.hidden = self.lstm(embeds, self.hidden)           # (seq_len, 1, hidden_dim)
        lstm_out = lstm_out.view(len(sentence), self.hidden_dim)         # (seq_len, hidden_dim)
        lstm_feats = self.hidden2tag(lstm_out)                           # (seq_len, tagset_size)
        return lstm_feats


model = BiLSTM_CRF(100, {"B": 0, "I": 1, "O": 2, "<START>": 3, "<STOP>": 4}, 5, 4)
feats = model._get_lstm_features(torch.randint(0, 100, (11,)))
print(feats.shape)  # torch.Size([11, 5])
