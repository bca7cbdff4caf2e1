import torch
import torch.nn as nn


class SeqBranch(nn.Module):
    """BiLSTM over residue ids, pooled to one vector per chain."""

    def __init__(self, vocab_size=26, embed_dim=64, out_dim=128, lstm_layers=2):
        super().__init__()
        self.prot_embed = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.prot_lstm = nn.LSTM(
            input_size=embed_dim,
            hidden_size=out_dim,
            num_layers=lstm_layers,
            batch_first=True,
            bidirectional=True,
            dropout=0.1,
        )
        # BiLSTM gives 2*out_dim; squeeze back to out_dim
        self.prot_proj = nn.Linear(out_dim * 2, out_dim)

    def forward(self, prot_seq_ids):
        """Encode a chain via BiLSTM → [B, out_dim]."""
        x = self.prot_embed(prot_seq_ids)  # [B, L, embed_dim]
        output, (h_n, _) = self.prot_lstm(x)
        # h_n: [B, num_layers*2, out_dim] — take last layer, both directions
        h_fwd = h_n[-2]  # [B, out_dim]
        h_bwd = h_n[-1]  # [B, out_dim]
        h = torch.cat([h_fwd, h_bwd], dim=-1)  # [B, 2*out_dim]
        h = self.prot_proj(h)  # [B, out_dim]
        return h
