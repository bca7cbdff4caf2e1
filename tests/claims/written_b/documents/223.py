import torch
import torch.nn as nn


class LSTMWithStats(nn.Module):
    def __init__(self, input_dim, hidden_dim, batch_size, output_dim=1, num_layers=2, num_user_stats=6):
        super(LSTMWithStats, self).__init__()
        self.input_dim = input_dim
        self.hidden_dim = hidden_dim
        self.batch_size = batch_size
        self.num_layers = num_layers
        self.output_dim = output_dim

        self.lstm = nn.LSTM(self.input_dim, self.hidden_dim, self.num_layers)
        self.user_net = nn.Linear(num_user_stats, self.hidden_dim)
        self.merge_net = nn.Linear(2 * self.hidden_dim, self.output_dim) # 2 * hidden_dim: lstm + stats

    def init_hidden(self):
        return (torch.zeros(self.num_layers, self.batch_size, self.hidden_dim),
                torch.zeros(self.num_layers, self.batch_size, self.hidden_dim))

    def forward(self, input_seq, input_user_stats):

        input_seq=input_seq.permute(1,0,2) # time first, batch, n_features
        #print ("in",input_seq.shape)
        lstm_out, self.hidden = self.lstm(input_seq)

        user_net_out= self.user_net(input_user_stats)

        lstm_user_cat=torch.cat((lstm_out[-1],user_net_out),1)

        final_out= self.merge_net(lstm_user_cat)
        # print ("rnn out",lstm_out.shape ) [seq_len,batch_size,hid_dim]

        # print ("last t", lstm_out[-1].shape) [batch_size,hid_dim]
        # print ("cat", lstm_user_cat.shape) [batch_size,2*hid_dim]
        return  final_out.unsqueeze(1).view(-1,1,self.output_dim)
