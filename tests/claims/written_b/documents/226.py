import torch
import torch.nn as nn
from torch.autograd import Variable


class Encoder(nn.Module):
    """input attention over the driving series"""

    def __init__(self, T, input_size, encoder_num_hidden):
        super(Encoder, self).__init__()
        self.encoder_num_hidden = encoder_num_hidden
        self.input_size = input_size
        self.T = T
        self.encoder_lstm = nn.LSTM(input_size=self.input_size, hidden_size=self.encoder_num_hidden, num_layers=1)
        self.encoder_attn = nn.Linear(2 * self.encoder_num_hidden + self.T - 1, 1)

    def forward(self, X):
        # X: batch_size * (T-1) * input_size
        X_encoded = Variable(X.data.new(X.size(0), self.T - 1, self.encoder_num_hidden).zero_())

        h_n = self._init_states(X)
        s_n = self._init_states(X)

        for t in range(self.T - 1):
            # batch_size * input_size * (2 * hidden_size + T - 1)
            x = torch.cat((h_n.repeat(self.input_size, 1, 1).permute(1, 0, 2),
                           s_n.repeat(self.input_size, 1, 1).permute(1, 0, 2),
                           X.permute(0, 2, 1)), dim=2)
            x = self.encoder_attn(x.view(-1, self.encoder_num_hidden * 2 + self.T - 1))
            alpha = torch.softmax(x.view(-1, self.input_size), dim=1)
            x_tilde = torch.mul(alpha, X[:, t, :])  # batch_size * input_size

            _, final_state = self.encoder_lstm(x_tilde.unsqueeze(0), (h_n, s_n))
            h_n = final_state[0]  # 1 * batch_size * encoder_num_hidden
            s_n = final_state[1]  # 1 * batch_size * encoder_num_hidden
            X_encoded[:, t, :] = h_n
        return X_encoded  # batch_size * (T-1) * encoder_num_hidden

    def _init_states(self, X):
        # hidden state and cell state [num_layers*num_directions, batch_size, hidden_size]
        return Variable(X.data.new(1, X.size(0), self.encoder_num_hidden).zero_())
