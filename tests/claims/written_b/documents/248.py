import torch
import torch.nn as nn


class Tagger(nn.Module):
    """BiLSTM + self-attention + CRF scores"""

    def __init__(self, input_dim, embedding_dim, hidden_dim, output_dim, lstm_layers, attn_heads, word_pad_idx, lstm_dropout=0.1):
        super().__init__()
        self.word_pad_idx = word_pad_idx
        self.embedding = nn.Embedding(input_dim, embedding_dim, padding_idx=word_pad_idx)
        self.lstm = nn.LSTM(
            input_size=embedding_dim,
            hidden_size=hidden_dim,
            num_layers=lstm_layers,
            bidirectional=True,
            dropout=lstm_dropout if lstm_layers > 1 else 0
        )
        self.attn = nn.MultiheadAttention(hidden_dim * 2, attn_heads)
        self.fc = nn.Linear(hidden_dim * 2, output_dim)  # both directions

    def forward(self, words):
        # words = [sentence length, batch size]
        # embedding_out = [sentence length, batch size, embedding dim]
        embedding_out = self.embedding(words)
        # lstm_out = [sentence length, batch size, hidden dim * 2]
        lstm_out, _ = self.lstm(embedding_out)
        # key_padding_mask = [batch size, sentence length]
        key_padding_mask = torch.as_tensor(words == self.word_pad_idx).permute(1, 0)
        # attn_out = [sentence length, batch size, hidden dim * 2]
        # attn_weight = [batch size, sentence length, sentence length]
        attn_out, attn_weight = self.attn(lstm_out, lstm_out, lstm_out, key_padding_mask=key_padding_mask)
        # fc_out = [sentence length, batch size, output dim]
        fc_out = self.fc(attn_out)
        return fc_out
