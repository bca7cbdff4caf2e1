"""Writes the policy to ONNX."""
import torch

from policy import load_policy


def dummy_inputs(config, batch_size=1):
    policy = load_policy(config["checkpoint"])
    obs = torch.randn(batch_size, policy.obs_dim)

    hidden_size = config["rnn"]["hidden_size"]
    # LSTMCell expects (Batch, Hidden) not (NumLayers, Batch, Hidden)
    h = torch.zeros(batch_size, hidden_size)
    c = torch.zeros(batch_size, hidden_size)
    return obs, h, c
