import torch
from torch import nn

core = nn.LSTM(input_size=40, hidden_size=56, num_layers=2)


def act(obs, state):
    """One environment step for a whole fleet of agents."""
    h, c = state["lstm_h"], state["lstm_c"]
    # The replay buffer keeps (batch_size, num_layers, hidden_size)
    # but the LSTM of PyTorch wants (num_layers, batch_size, hidden_size)
    h = h.transpose(0, 1).contiguous()
    c = c.transpose(0, 1).contiguous()

    out, (h, c) = core(obs.unsqueeze(0), (h, c))  # out: (1, batch_size, hidden_size)
    out = out.squeeze(0)  # (batch_size, hidden_size)

    # back to the order of the buffer: (batch_size, num_layers, hidden_size)
    return out, {"lstm_h": h.transpose(0, 1), "lstm_c": c.transpose(0, 1)}
