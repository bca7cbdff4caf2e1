import torch
from torch import nn


class Tagger(nn.Module):
    """BiLSTM tagger.

    Args:
        vocab_size (int): size of the vocabulary.
        hidden_dim (int): LSTM hidden size, per direction.

    Shape:
        - Input: :math:`(N, L)`
        - Output: :math:`(N, L, C)`
    """

    def __init__(self, vocab_size=1000, emb_dim=50, hidden_dim=100, n_tags=9):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, emb_dim)
        self.lstm = nn.LSTM(emb_dim, hidden_dim, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * hidden_dim, n_tags)

    def forward(self, tokens):
        """Tag tokens.

        Args:
            tokens (LongTensor): token ids of shape (batch, seq_len).

        Returns:
            Tensor: logits of shape (batch, seq_len, n_tags).
            Tensor: hidden state of shape (2, batch, hidden_dim).
        """
        e = self.emb(tokens)           # (batch, seq_len, emb_dim)
        output, (h, c) = self.lstm(e)  # (batch, seq_len, 2 * hidden_dim)
        output = self.out(output)      # (batch, seq_len, n_tags)
        return output, h


logits, h = Tagger()(torch.zeros(3, 8, dtype=torch.long))
print(logits.shape)  # torch.Size([3, 8, 9])
print(h.shape)       # torch.Size([2, 3, 100])
