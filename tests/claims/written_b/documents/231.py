# -*- coding: utf-8 -*-
import torch
import torch.nn as nn


class Seq2Seq(nn.Module):
    def __init__(self, vocab=31):
        super(Seq2Seq, self).__init__()
        self.emb = nn.Embedding(vocab, 64)
        self.enc = nn.LSTM(64, 160, num_layers=1, bidirectional=False, batch_first=True)
        self.dec = nn.LSTM(64, 160, num_layers=1, bidirectional=False, batch_first=True)
        self.fc = nn.Linear(160, vocab)
        self.loss = nn.CrossEntropyLoss()

    def forward(self, encode_x, decode_x, decode_y):
        #词向量
        src = self.emb(encode_x)#[N,T1]->[N,T1,E]
        decode_x = self.emb(decode_x)#[N,T2]->[N,T2,E]
        #编码
        _, (h_e, c_e) = self.enc(src)#前一个返回值用不到,h_e[batch,num_layers*num_directions,hidden_size] c_e[batch,num_layers*num_directions,hidden_size]
        #解码
        decode_x, (h_d, c_d) = self.dec(decode_x, (h_e, c_e))#decode_x[N,T2,H]
        #全连接层
        out = self.fc(decode_x)#[N,T2,31]
        out = out.permute(0,2,1)
        #计算损失，种类必须在第1维
        loss = self.loss(out, decode_y)#out[N,31,T2] decode_y[N,T2]
        return loss
