# After the part-of-speech example of the official tutorials, one sentence at a time.
import torch
import torch.nn as nn
import torch.nn.functional as F

pairs = [
    ("the cat chased a mouse".split(), ["D", "N", "V", "D", "N"]),
    ("nobody saw that film again".split(), ["N", "V", "D", "N", "N"]),
]
word_ix = {}
for words, _ in pairs:
    for w in words:
        word_ix.setdefault(w, len(word_ix))
tag_ix = {"D": 0, "N": 1, "V": 2}
EMB, HID = 6, 8


class OneSentenceTagger(nn.Module):
    def __init__(self, emb, hid, vocab, tags):
        super().__init__()
        self.look = nn.Embedding(vocab, emb)
        self.lstm = nn.LSTM(emb, hid)
        self.to_tag = nn.Linear(hid, tags)

    def forward(self, words):
        vecs = self.look(words)                                 # (len(words), emb)
        lstm_out, (hn, cn) = self.lstm(vecs.view(len(words), 1, -1))
        # lstm_out: (len(words), 1, hid)   hn and cn: (1, 1, hid)
        space = self.to_tag(lstm_out.view(len(words), -1))
        return F.log_softmax(space, dim=1)                      # (len(words), tags)


net = OneSentenceTagger(EMB, HID, len(word_ix), len(tag_ix))
with torch.no_grad():
    ids = torch.tensor([word_ix[w] for w in pairs[0][0]])
    scores = net(ids)
    print(scores.shape)  # torch.Size([5, 3])
