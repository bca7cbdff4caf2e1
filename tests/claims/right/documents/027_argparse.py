"""train.py --hidden 256 --layers 2"""
import argparse
import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--input", type=int, default=10)
parser.add_argument("--hidden", type=int, default=128)
parser.add_argument("--layers", type=int, default=1)
parser.add_argument("--bidirectional", action="store_true")
args = parser.parse_args(["--hidden", "256", "--layers", "2"])

lstm = nn.LSTM(args.input, args.hidden, args.layers, bidirectional=args.bidirectional)
x = torch.randn(35, 20, args.input)
output, (hn, cn) = lstm(x)
print(output.shape)  # torch.Size([35, 20, 256])
print(hn.shape)      # torch.Size([2, 20, 256])
