import torch
import torch.nn as nn
import torch.nn.functional as F

emb_dim = 3   # width of a word vector
n_units = 6   # units in one direction
n_labels = 2


class ReviewScorer(nn.Module):
    def __init__(self, vocab):
        super(ReviewScorer, self).__init__()
        self.table = nn.Embedding(vocab, emb_dim)
        self.lstm = nn.LSTM(emb_dim, n_units, bidirectional=True)
        self.out = nn.Linear(n_units * 2, n_labels)

    # lstm_output : [batch_size, n_step, n_units * num_directions(=2)], F matrix
    def attend(self, lstm_output, final_state):
        hidden = final_state.view(-1, n_units * 2, 1)   # hidden : [batch_size, n_units * num_directions(=2), 1(=n_layer)]
        weights = torch.bmm(lstm_output, hidden).squeeze(2)  # weights : [batch_size, n_step]
        soft = F.softmax(weights, 1)
        context = torch.bmm(lstm_output.transpose(1, 2), soft.unsqueeze(2)).squeeze(2)
        return context

    def forward(self, X):
        input = self.table(X)  # input : [batch_size, len_seq, emb_dim]
        input = input.permute(1, 0, 2)  # input : [len_seq, batch_size, emb_dim]

        h_0 = torch.zeros(1 * 2, len(X), n_units)  # [num_layers(=1) * num_directions(=2), batch_size, n_units]
        c_0 = torch.zeros(1 * 2, len(X), n_units)  # [num_layers(=1) * num_directions(=2), batch_size, n_units]

        output, (h_n, c_n) = self.lstm(input, (h_0, c_0))
        output = output.permute(1, 0, 2)  # output : [batch_size, len_seq, n_units]
        return self.out(self.attend(output, h_n))
