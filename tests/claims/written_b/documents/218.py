import torch
from torch import nn, Tensor
from typing import Optional, Tuple

batch_size, seq_len = 12, 35


class CharModel(nn.Module):

    def __init__(self, input_size: int, embedding_size: int, hidden_size: int, output_size: int, num_layers: int = 2):
        super().__init__()
        self.embedding_size = embedding_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.output_size = output_size
        self.embedding = nn.Embedding(input_size, embedding_size)
        self.rnn = nn.LSTM(input_size=embedding_size, hidden_size=hidden_size, num_layers=num_layers, batch_first=True)
        self.output_layer = nn.Linear(hidden_size, output_size)

    def forward(self, input_tensor: Tensor, previous: Optional[Tuple[Tensor, Tensor]] = None):
        assert input_tensor.shape == torch.Size([batch_size, seq_len])

        rnn_input: Tensor = self.embedding(input_tensor)
        assert rnn_input.shape == torch.Size([batch_size, seq_len, self.embedding_size])

        rnn_output, (h_n, c_n) = self.rnn(input=rnn_input, hx=previous)
        assert rnn_output.shape == torch.Size([batch_size, seq_len, self.hidden_size])
        assert h_n.shape == torch.Size([self.num_layers, batch_size, self.hidden_size])

        output: Tensor = self.output_layer(rnn_output)
        assert output.shape == torch.Size([batch_size, seq_len, self.output_size])
        return output, (h_n, c_n)
