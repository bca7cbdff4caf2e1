# Since 1.11 a single sequence may be fed without a batch axis.
import torch

IN, HID, DEPTH, T = 6, 9, 2, 14

rnn = torch.nn.LSTM(IN, HID, DEPTH, batch_first=True)

seq = torch.randn(T, IN)
out, (hT, cT) = rnn(seq)

print(out.shape)          # torch.Size([14, 9])
print(hT.shape, cT.shape) # torch.Size([2, 9]) torch.Size([2, 9])

# with a batch of one the axis comes back
# out (1, 14, 9)   hT (2, 1, 9)
out, (hT, cT) = rnn(seq[None])

# the initial state of a single sequence is flat as well: (DEPTH, HID)
h0 = torch.zeros(DEPTH, HID)
c0 = torch.zeros(DEPTH, HID)
out, _ = rnn(seq, (h0, c0))   # (T, HID), whatever batch_first says
