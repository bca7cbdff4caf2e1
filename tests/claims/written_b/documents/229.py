import torch
import torch.nn as nn


class Matcher(nn.Module):
    def __init__(self, args, word_vocab, char_vocab):
        super(Matcher, self).__init__()
        self.args = args
        self.char_emb = nn.Embedding(char_vocab, args.char_dim, padding_idx=0)
        self.word_emb = nn.Embedding(word_vocab, args.word_dim)
        self.char_LSTM = nn.LSTM(input_size=args.char_dim, hidden_size=args.char_hidden_size, num_layers=1,
                                 bidirectional=False, batch_first=True)
        self.aggregation_LSTM = nn.LSTM(input_size=args.word_dim + args.char_hidden_size, hidden_size=args.hidden_size,
                                        num_layers=1, bidirectional=True, batch_first=True)

    def forward(self, p, char_p):
        # == words
        # (batch, seq_len) -> (batch, seq_len, word_dim)
        p = self.word_emb(p)

        # (batch, seq_len, max_word_len) -> (batch * seq_len, max_word_len)
        seq_len_p = char_p.size(1)
        char_p = char_p.view(-1, char_p.size(-1))

        # (batch * seq_len, max_word_len, char_dim) -> (1, batch * seq_len, char_hidden_size)
        _, (char_p, _) = self.char_LSTM(self.char_emb(char_p))

        # (batch, seq_len, char_hidden_size)
        char_p = char_p.view(-1, seq_len_p, self.args.char_hidden_size)

        # (batch, seq_len, word_dim + char_hidden_size)
        p = torch.cat([p, char_p], dim=-1)

        # == aggregation
        # (batch, seq_len, word_dim + char_hidden_size) -> (2, batch, hidden_size)
        _, (agg_p_last, _) = self.aggregation_LSTM(p)

        # (2, batch, hidden_size) -> (batch, hidden_size * 2)
        return agg_p_last.permute(1, 0, 2).contiguous().view(-1, self.args.hidden_size * 2)
