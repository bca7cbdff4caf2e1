import torch
import torch.nn as nn


class DecoderRNN(nn.Module):
    def __init__(self, embed_size, hidden_size, vocab_size, num_layers=1):
        super(DecoderRNN, self).__init__()
        self.embed = nn.Embedding(vocab_size, embed_size)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, vocab_size)

    def forward(self, features, captions):
        features = features.unsqueeze(1)          # batch_size x 1 x embed_size
        # the last token is never fed
        captions = captions[:, :-1]               # batch_size x (cap_len - 1)
        cap_em = self.embed(captions)             # batch_size x (cap_len - 1) x embed_size
        inputs = torch.cat((features, cap_em), 1) # batch_size x cap_len x embed_size
        lstm_out, _ = self.lstm(inputs)           # batch_size x cap_len x embed_size
        out = self.fc(lstm_out)                   # batch_size x cap_len x vocab_size
        return out

    def sample(self, inputs, states=None, max_len=18):
        " greedy decoding, inputs is 1 x 1 x embed_size "
        res = []
        for i in range(max_len):
            out, states = self.lstm(inputs, states)
            out = out.squeeze(1)   # 1 x hidden_size
            out = self.fc(out)     # 1 x vocab_size
            _, pred = out.max(1)
            res.append(pred.item())
            inputs = self.embed(pred).unsqueeze(1)
        return res
