import torch
import torch.nn as nn


class ChildSumTreeLSTM(nn.Module):
    def __init__(self, in_dim, mem_dim):
        super().__init__()
        self.ioux = nn.Linear(in_dim, 3 * mem_dim)
        self.iouh = nn.Linear(mem_dim, 3 * mem_dim)
        self.fx = nn.Linear(in_dim, mem_dim)
        self.fh = nn.Linear(mem_dim, mem_dim)

    def node_forward(self, inputs, child_c, child_h):
        # inputs: (1, in_dim); child_c, child_h: (n_children, mem_dim)
        child_h_sum = torch.sum(child_h, dim=0, keepdim=True)      # (1, mem_dim)
        iou = self.ioux(inputs) + self.iouh(child_h_sum)           # (1, 3 * mem_dim)
        i, o, u = torch.split(iou, iou.size(1) // 3, dim=1)        # (1, mem_dim) each
        f = torch.sigmoid(self.fh(child_h) + self.fx(inputs).repeat(len(child_h), 1))  # (n_children, mem_dim)
        c = i.sigmoid() * u.tanh() + (f * child_c).sum(0, keepdim=True)   # (1, mem_dim)
        h = o.sigmoid() * c.tanh()                                 # (1, mem_dim)
        return c, h


class TreeEncoder(nn.Module):
    """Contextualise leaves with a BiLSTM first, then compose bottom up."""

    def __init__(self, emb_dim, mem_dim):
        super().__init__()
        self.leaf = nn.LSTM(emb_dim, mem_dim // 2, bidirectional=True, batch_first=True)
        self.tree = ChildSumTreeLSTM(mem_dim, mem_dim)

    def forward(self, leaves):
        # leaves: (1, n_leaves, emb_dim)
        ctx, _ = self.leaf(leaves)          # (1, n_leaves, mem_dim)
        ctx = ctx.squeeze(0)                # (n_leaves, mem_dim)
        c = torch.zeros_like(ctx)           # (n_leaves, mem_dim)
        root = ctx.mean(0, keepdim=True)    # (1, mem_dim)
        c, h = self.tree.node_forward(root, c, ctx)
        return h                            # (1, mem_dim)
