"""Memory helper for the recurrent policy."""
from torch import nn


def build(num_in, num_hidden, num_actions):
    lstm_layer = nn.LSTM(num_in, num_hidden, batch_first=True)
    return lstm_layer, nn.Linear(num_hidden, num_actions)


def run_memory(obs, seq_lens, state, lstm_layer, head):
    max_seq_len = obs.shape[0] // seq_lens.shape[0]
    x = obs.reshape(-1, max_seq_len, obs.shape[-1])

    '''
    The replay buffer keeps the states as
    (batch, num_layers * num_directions, hidden_size), so the
    first two axes change places before the call.
    '''
    h, c = (s.transpose(0, 1).contiguous() for s in state)

    out, (h, c) = lstm_layer(x, (h, c))
    out = head(out.reshape(-1, out.shape[-1]))

    '''
    Back to (batch, num_layers * num_directions, hidden_size)
    for the buffer
    '''
    h, c = h.transpose(0, 1), c.transpose(0, 1)
    return out, (h, c)
