# coding: utf-8
# 验证 LSTM 输入输出的维度
import numpy as np
import torch

batch_size=2
hidden_size=6
embedding_dim=8
seq_length=5
num_layers=1
num_directions=1
vocab_size=30

input_data=np.random.uniform(0,29,size=(batch_size,seq_length))
input_data=torch.from_numpy(input_data).long()
emb=torch.nn.Embedding(vocab_size,embedding_dim)
layer=torch.nn.LSTM(input_size=embedding_dim,hidden_size=hidden_size,num_layers=num_layers,
                         bias=True,batch_first=False,bidirectional=False)
inp=emb(input_data)
assert inp.shape==(batch_size,seq_length,embedding_dim)
inp=inp.transpose(1,0)
# 转置之后 (seq_length,batch_size,embedding_dim)
output,(h_n,c_n)=layer(inp)
# output的shape==(seq_length,batch_size,num_directions*hidden_size)
# h_n.shape==(num_directions * num_layers,batch,hidden_size)
# c_n.shape==h_n.shape
assert h_n.shape==c_n.shape==(num_layers*num_directions,batch_size,hidden_size)
# 单层单向时 output[-1] 就是 h_n[0]
