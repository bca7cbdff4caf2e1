import torch
import torch.nn as nn
import torch.autograd as autograd


class PassageReader(nn.Module):
	def __init__(self, embed_dim, hidden_size, batch_size):
		super(PassageReader, self).__init__()
		self.hidden_size = hidden_size
		self.batch_size = batch_size
		self.direction = 2
		self.question_lstm = nn.LSTM(embed_dim, hidden_size, batch_first=True, bidirectional=True)
		self.passage_lstm = nn.LSTM(embed_dim, hidden_size, batch_first=True, bidirectional=True)
		self.softmax = nn.Softmax(dim=1)

	def init_hidden(self):
		# return autograd.Variable(torch.zeros(2, 1, self.hidden_size))
		return autograd.Variable(torch.rand(self.direction,self.batch_size,self.hidden_size))

	def forward(self,question,passage):
		q_state = (self.init_hidden(), self.init_hidden())
		p_state = (self.init_hidden(), self.init_hidden())

		#lstm_out: (seq_len, batch, hidden_size * num_directions)
		#hidden: (num_layers * num_directions, batch, hidden_size)
		#c_n: (num_layers * num_directions, batch, dden_size)
		q_lstm_out, (q_hidden,q_c_n) = self.question_lstm(question,q_state)
		p_lstm_out, (p_hidden,p_c_n) = self.passage_lstm(passage, p_state)

		#(batch, p_len, q_len)
		align = torch.bmm(p_lstm_out,torch.transpose(q_lstm_out,1,2))
		return self.softmax(align.view(self.batch_size,-1))
