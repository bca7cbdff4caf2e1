import torch.nn as nn


class FrameScorer(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1024, 512, 2, bidirectional=True)
        self.out = nn.Sequential(nn.Linear(1024, 1), nn.Sigmoid())

    def forward(self, features):
        """
        flatten_parameters() 를 맨 앞에서 부르는 이유:
            가중치가 메모리에서 이어져 있어야 빠르기 때문이다.
        """
        self.lstm.flatten_parameters()

        # features 의 크기는 [seq_len, 1, 1024]
        # 은닉 상태는 h_n, 셀 상태는 c_n 에 담는다
        # h_n 과 c_n 은 둘 다 shape of (batch_size, num_layers, hidden_size) 를 가짐
        # 출력은 [seq_len, 1, 1024]
        features, (h_n, c_n) = self.lstm(features)

        # [seq_len, 1024] => [seq_len, 1]
        scores = self.out(features.squeeze(1))

        return scores
