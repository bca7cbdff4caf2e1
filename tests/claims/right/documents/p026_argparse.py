import argparse
import torch
import torch.nn as nn


def get_args(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("--emb-dim", type=int, default=128)
    p.add_argument("--hidden-dim", type=int, default=256)
    p.add_argument("--num-layers", type=int, default=1)
    p.add_argument("--bidirectional", action="store_true")
    p.add_argument("--batch-size", type=int, default=64)
    return p.parse_args(argv)


class Net(nn.Module):
    def __init__(self, args, n_vocab, n_cls):
        super().__init__()
        self.num_dir = 2 if args.bidirectional else 1
        self.embed = nn.Embedding(n_vocab, args.emb_dim)
        self.lstm = nn.LSTM(args.emb_dim, args.hidden_dim, args.num_layers,
                            bidirectional=args.bidirectional, batch_first=True)
        self.fc = nn.Linear(args.hidden_dim * self.num_dir, n_cls)

    def forward(self, x):                 # (bs, seq)
        x = self.embed(x)                 # (bs, seq, emb_dim)
        out, (h, c) = self.lstm(x)        # (bs, seq, hidden_dim * num_dir)
        pooled = out.max(dim=1)[0]        # (bs, hidden_dim * num_dir)
        return self.fc(pooled)            # (bs, n_cls)


if __name__ == "doc_mod":
    args = get_args(["--bidirectional", "--hidden-dim", "100"])
    net = Net(args, 1000, 4)
    x = torch.randint(0, 1000, (args.batch_size, 20))   # (64, 20)
    out, (h, c) = net.lstm(net.embed(x))
    print(out.shape)      # torch.Size([64, 20, 200])
    print(h.shape)        # torch.Size([2, 64, 100])
    print(net(x).shape)   # torch.Size([64, 4])
