import torch
import torch.nn as nn

feature_num = 21


class LSTM_RNN(nn.Module):
    def __init__(self):
        super(LSTM_RNN,self).__init__()
        self.lstm = nn.LSTM(feature_num,feature_num*2,num_layers=1,batch_first=True)
        self.norm = nn.BatchNorm1d(feature_num*2)
        self.linear1 = nn.Linear(feature_num*2, 2)

    def forward(self,x):
        x = x.view(-1,1,feature_num)  # (batch, 1, 21)
        lstm_out, (h_n, h_c) = self.lstm(x)
        # lstm_out: (batch, 1, 42)  h_n: (1, batch, 42)
        b,s,h = lstm_out.shape
        x = lstm_out.view(-1,h)  # (batch, 42)
        last = h_n[-1]  # (1, batch, 42)
        x = self.norm(x + last)
        return self.linear1(x)
