"""Speaker verification d-vector (GE2E)."""
import torch
import torch.nn as nn

NMELS = 40
HIDDEN = 768
NUM_LAYER = 3
PROJ = 256


class SpeechEmbedder(nn.Module):

    def __init__(self):
        super(SpeechEmbedder, self).__init__()
        self.LSTM_stack = nn.LSTM(NMELS, HIDDEN, num_layers=NUM_LAYER, batch_first=True)
        self.projection = nn.Linear(HIDDEN, PROJ)

    def forward(self, x):
        x, _ = self.LSTM_stack(x.float())  # (batch, frames, n_mels)
        # only use last frame
        x = x[:, x.size(1) - 1]            # (batch, 768)
        x = self.projection(x)             # (batch, 256)
        x = x / torch.norm(x, dim=1).unsqueeze(1)
        return x


emb = SpeechEmbedder()(torch.randn(6, 160, NMELS))
print(emb.shape)   # torch.Size([6, 256])
