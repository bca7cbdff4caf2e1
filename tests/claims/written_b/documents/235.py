import torch as th
from torch import nn


class RecurrentPolicy(nn.Module):
    """Actor with a recurrent trunk; the critic may bring its own."""

    def __init__(self, features_dim, **lstm_kwargs):
        super().__init__()
        self.lstm_actor = nn.LSTM(features_dim, **lstm_kwargs)

    @staticmethod
    def _process_sequence(features, lstm_states, episode_starts, lstm):
        """
        :param features: flat rollout, (n_seq * seq_len, feat)
        :param lstm_states: previous states, each (n_layers, n_seq, hidden)
        :param lstm: which recurrent net to use
        :return: output of the net, (n_seq * seq_len, hidden), and its states
        """
        n_seq = lstm_states[0].shape[1]
        # (n_seq * seq_len, feat) -> (n_seq, seq_len, feat) -> (seq_len, n_seq, feat)
        features_sequence = features.reshape((n_seq, -1, lstm.input_size)).swapaxes(0, 1)
        episode_starts = episode_starts.reshape((n_seq, -1)).swapaxes(0, 1)
        if th.all(episode_starts == 0.0):
            lstm_output, lstm_states = lstm(features_sequence, lstm_states)
            # (seq_len, n_seq, hidden) -> (n_seq, seq_len, hidden) -> (n_seq * seq_len, hidden)
            lstm_output = th.flatten(lstm_output.transpose(0, 1), start_dim=0, end_dim=1)
            return lstm_output, lstm_states
        raise NotImplementedError
