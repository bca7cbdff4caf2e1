import torch.nn as nn

class Net(nn.Module):
    def __init__(self, d=6, h=10):
        super().__init__()
        self.dec = nn.LSTM(2 * h, d, batch_first=True)

    def decode(self, z, steps):
        """z: (B, 2h) -> (B, steps, d)"""
        z = z[:, None].expand(-1, steps, -1)
        y, _ = self.dec(z)
        return y
