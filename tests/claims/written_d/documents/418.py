"""Text-to-spectrogram model in the spirit of Tacotron 2 (toy sizes, no stop token)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class CharEncoder(nn.Module):
    def __init__(self, n_symbols, enc_dim):
        super().__init__()
        self.embed = nn.Embedding(n_symbols, enc_dim)
        self.convs = nn.ModuleList(nn.Conv1d(enc_dim, enc_dim, 5, padding=2) for _ in range(3))
        self.lstm = nn.LSTM(enc_dim, enc_dim // 2, 1, batch_first=True, bidirectional=True)

    def forward(self, text):
        x = self.embed(text).transpose(1, 2)    # B x enc_dim x T
        for conv in self.convs:
            x = F.relu(conv(x))
        x = x.transpose(1, 2)                   # B x T x enc_dim
        memory, _ = self.lstm(x)                # B x T x enc_dim
        return memory


class MelDecoder(nn.Module):
    def __init__(self, n_mels, enc_dim, pre_dim, rnn_dim, att_dim):
        super().__init__()
        self.n_mels, self.rnn_dim = n_mels, rnn_dim
        self.prenet = nn.Linear(n_mels, pre_dim)
        self.att_rnn = nn.LSTMCell(pre_dim + enc_dim, rnn_dim)
        self.dec_rnn = nn.LSTMCell(rnn_dim + enc_dim, rnn_dim)
        self.q, self.k = nn.Linear(rnn_dim, att_dim), nn.Linear(enc_dim, att_dim)
        self.v = nn.Linear(att_dim, 1)
        self.mel = nn.Linear(rnn_dim + enc_dim, n_mels)

    def step(self, frame, memory, keys, st):
        (ah, ac), (dh, dc), ctx = st
        x = torch.cat((F.relu(self.prenet(frame)), ctx), -1)     # B x (pre_dim + enc_dim)
        ah, ac = self.att_rnn(x, (ah, ac))                       # B x rnn_dim
        e = self.v(torch.tanh(self.q(ah).unsqueeze(1) + keys))   # B x T x 1
        ctx = (F.softmax(e, 1) * memory).sum(1)                  # B x enc_dim
        dh, dc = self.dec_rnn(torch.cat((ah, ctx), -1), (dh, dc))
        out = self.mel(torch.cat((dh, ctx), -1))                 # B x n_mels
        return out, ((ah, ac), (dh, dc), ctx)

    def forward(self, memory, frames):
        B, T_out, _ = frames.shape
        zeros = memory.new_zeros(B, self.rnn_dim)
        st = ((zeros, zeros), (zeros, zeros), memory.new_zeros(B, memory.size(2)))
        keys = self.k(memory)
        prev, outs = memory.new_zeros(B, self.n_mels), []
        for t in range(T_out):
            o, st = self.step(prev, memory, keys, st)
            outs.append(o)
            prev = frames[:, t]
        return torch.stack(outs, 1)                              # B x T_out x n_mels
