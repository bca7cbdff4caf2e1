import torch
import torch.nn as nn


class BidirectionalLSTM(nn.Module):

    def __init__(self, nIn, nHidden, nOut):
        super(BidirectionalLSTM, self).__init__()
        self.rnn = nn.LSTM(nIn, nHidden, bidirectional=True)
        self.embedding = nn.Linear(nHidden * 2, nOut)

    def forward(self, input):
        recurrent, _ = self.rnn(input)
        T, b, h = recurrent.size()
        t_rec = recurrent.view(T * b, h)
        output = self.embedding(t_rec)  # [T * b, nOut]
        output = output.view(T, b, -1)  # [T, b, nOut]
        return output


class CRNN(nn.Module):
    def __init__(self, nc=1, nclass=37, nh=256):
        super(CRNN, self).__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(nc, 64, 3, 1, 1), nn.ReLU(True), nn.MaxPool2d(2, 2),    # 64x16x64
            nn.Conv2d(64, 128, 3, 1, 1), nn.ReLU(True), nn.MaxPool2d(2, 2),   # 128x8x32
            nn.Conv2d(128, 256, 3, 1, 1), nn.ReLU(True), nn.MaxPool2d((8, 1), (8, 1)),  # 256x1x32
        )
        self.rnn = nn.Sequential(
            BidirectionalLSTM(256, nh, nh),
            BidirectionalLSTM(nh, nh, nclass))

    def forward(self, input):
        # input: (b, 1, 32, 128)
        conv = self.cnn(input)
        b, c, h, w = conv.size()
        assert h == 1, "the height of conv must be 1"
        conv = conv.squeeze(2)          # [b, c, w]
        conv = conv.permute(2, 0, 1)    # [w, b, c]
        output = self.rnn(conv)         # [w, b, nclass]
        return output


print(CRNN()(torch.rand(5, 1, 32, 128)).shape)   # torch.Size([32, 5, 37])
