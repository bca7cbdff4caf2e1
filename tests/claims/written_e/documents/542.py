import torch
import torch.nn as nn

batch_size, emb_dim, dec_hid_dim = 12, 20, 30
lstm = nn.LSTM(emb_dim + dec_hid_dim, dec_hid_dim, num_layers=2, batch_first=True)

com_embed = torch.randn(batch_size, 1, emb_dim)
# c: (batch_size, 1, dec_hid_dim)
c = torch.randn(batch_size, 1, dec_hid_dim)
lstm_input = torch.cat((com_embed, c), dim=-1)

# dec_out: [batch_size, src_len(=1), dec_hid_dim]
# dec_hidden: [batch_size, n_layers * num_directions, dec_hid_dim]
dec_out, (dec_hidden, dec_cell) = lstm(lstm_input)

# dec_output: [batch_size, dec_hid_dim]
dec_output = dec_out.squeeze(1)
