import torch
import torch.nn as nn

class EncoderLSTM(nn.Module):
    def __init__(self, vocab_size, d_model, n_encoder, dropout, pad_idx):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model, padding_idx=pad_idx)
        # LSTM một chiều, n_encoder lớp
        self.lstm = nn.LSTM(
            input_size=d_model,
            hidden_size=d_model,
            num_layers=n_encoder,
            dropout=dropout if n_encoder > 1 else 0,
            batch_first=True,
            bidirectional=False # một chiều
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, src):
        # src: (batch_size, src_len)
        embedded = self.dropout(self.embedding(src))
        # embedded: (batch_size, src_len, d_model)

        # output: (batch_size, src_len, d_model * num_directions)
        # (h_n, c_n): (num_layers * num_directions, batch_size, d_model)
        output, (h_n, c_n) = self.lstm(embedded)

        # một chiều nên h_n và c_n đã đúng dạng: (n_encoder, batch_size, d_model)
        return output, (h_n, c_n)
