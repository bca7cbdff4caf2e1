import torch


class LastStep(torch.nn.Module):
    def __init__(self, input_size=1, hidden_size=24, batch_first=True):
        super().__init__()
        #print(input_size) #200
        #print(hidden_size) #24
        self.rnn = torch.nn.RNN(input_size=input_size, hidden_size=hidden_size, batch_first=batch_first)

    def forward(self, x):
        #print(x.shape) #torch.Size([16, 40, 200])
        output, hidden = self.rnn(x)
        #print(output.shape) #torch.Size([16, 40, 24]) #돌려받는 값은 (배치 크기, 시퀀스 길이, 은닉 상태의 크기)
        #print(hidden.shape) #torch.Size([1, 16, 24]) #마지막 시점의 은닉 상태
        x = hidden[0]
        #print(x.shape) #torch.Size([16, 24]) #(배치 크기, 은닉 상태의 크기)의 텐서
        return x
