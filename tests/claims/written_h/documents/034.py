import torch
import torch.nn as nn


class TrajectoryDecoder(nn.Module):
    def __init__(self, seq_len=8, embedding_dim=64, h_dim=128):
        super().__init__()
        self.seq_len = seq_len
        self.h_dim = h_dim
        self.spatial_embedding = nn.Linear(2, embedding_dim)
        self.decoder = nn.LSTM(embedding_dim, h_dim, 1)
        self.hidden2pos = nn.Linear(h_dim, 2)

    def forward(self, last_pos_rel, state_tuple):
        """
        Inputs:
        - last_pos_rel: Tensor of shape (batch, 2)
        - state_tuple: (hh, ch) each tensor of shape (num_layers, batch, h_dim)
        Output:
        - pred_traj_fake_rel: tensor of shape (self.seq_len, batch, 128)
        """
        batch = last_pos_rel.size(0)
        pred = []
        dec_in = self.spatial_embedding(last_pos_rel).view(1, batch, 64)
        for _ in range(self.seq_len):
            output, state_tuple = self.decoder(dec_in, state_tuple)   # output: (1, batch, h_dim)
            rel_pos = self.hidden2pos(output.view(-1, self.h_dim))    # (batch, 2)
            dec_in = self.spatial_embedding(rel_pos).view(1, batch, 64)
            pred.append(rel_pos.view(batch, -1))
        return torch.stack(pred, dim=0)


d = TrajectoryDecoder()
p = d(torch.zeros(5, 2), (torch.zeros(1, 5, 128), torch.zeros(1, 5, 128)))
print(p.shape)  # torch.Size([8, 5, 2])
