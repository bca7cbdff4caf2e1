import torch
from torch import nn
from torch.nn import functional as F


class Encoder(nn.Module):
    """Text side of the synthesiser:
        - three 1-d convolutions
        - one bidirectional LSTM
    """
    def __init__(self, embedding_dim=384, n_convolutions=3, kernel_size=5):
        super(Encoder, self).__init__()
        self.convolutions = nn.ModuleList([
            nn.Conv1d(embedding_dim, embedding_dim, kernel_size, padding=(kernel_size - 1) // 2)
            for _ in range(n_convolutions)])
        self.lstm = nn.LSTM(embedding_dim,
                            int(embedding_dim / 2), 1,
                            batch_first=True, bidirectional=True)

    def forward(self, x, input_lengths):
        # x: B x D x T_in
        for conv in self.convolutions:
            x = F.dropout(F.relu(conv(x)), 0.5, self.training)

        x = x.transpose(1, 2)  # B x T_in x D

        # the packed form wants lengths on the cpu
        input_lengths = input_lengths.cpu().numpy()
        x = nn.utils.rnn.pack_padded_sequence(x, input_lengths, batch_first=True)

        self.lstm.flatten_parameters()
        outputs, _ = self.lstm(x)

        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True)
        return outputs  # B x T_in x D

    def inference(self, x):
        for conv in self.convolutions:
            x = F.dropout(F.relu(conv(x)), 0.5, self.training)
        outputs, (h, c) = self.lstm(x.transpose(1, 2))
        # h, c: 2 x B x D/2
        return outputs
