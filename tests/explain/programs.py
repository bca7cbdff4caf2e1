"""Programs that fail, each with the cause and the repair that makes it do what it wants."""

from __future__ import annotations

HEAD = """\
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch.utils.data import DataLoader

"""
STROKES = """\
class Strokes(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(4, 28, 2, batch_first=True)
        self.fc = nn.Linear(28, 10)
    def forward(self, x):
        out, h = self.rnn(x)
        return self.fc(out[-1])

scores = Strokes()(torch.randn(6, 9, 4))
loss = F.cross_entropy(scores, torch.arange(6))
assert scores.shape == (6, 10)
"""
RELATIONS = """\
class Relations(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 14, 2, bidirectional=True)
        self.fc = nn.LazyLinear(5)
    def forward(self, x):
        _, final_state = self.gru(x)
        final = final_state.view(-1, 14)
        return self.fc(final)

model = Relations()
scores = model(torch.randn(9, 3, 6))
loss = F.cross_entropy(scores, torch.tensor([4, 0, 2]))
assert scores.shape == (3, 5)
"""
DEEP = """\
class Tagger(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.depth = depth
        self.lstm = nn.LSTM(6, 14, batch_first=True)
    def forward(self, x, lengths):
        state = (torch.ones(self.depth, x.size(0), 14), torch.ones(self.depth, x.size(0), 14))
        packed = pack_padded_sequence(x, lengths, batch_first=True)
        return self.lstm(packed, state)[1][0]

tagger = Tagger()
last = tagger(torch.randn(2, 5, 6), [5, 4])
assert last.shape == (3, 2, 14)
"""
LOOKED_UP = """\
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(30, 6)
        self.lstm = nn.LSTM(6, 14, 2)
    def forward(self, words):
        x = self.table(words)
        h_0 = c_0 = torch.zeros(2, words.shape[0], 14)
        output, _ = self.lstm(x, (h_0, c_0))
        return output

tagger = Tagger()
output = tagger(torch.randint(30, (4, 9)))
assert output.shape == (4, 9, 14)
"""
NOISE = """\
class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(11, 6, batch_first=True)
    def forward(self, noise):
        return self.lstm(noise)[0]

generate = Generator()
real = torch.randn(3, 9, 6)
z = torch.randn_like(real)
fake = generate(z)
assert fake.shape == real.shape
"""
BRIDGED = """\
class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(7, 11, 2, bidirectional=True)
        self.fc_hidden, self.fc_cell = nn.Linear(22, 11), nn.Linear(22, 11)
    def forward(self, x):
        _, (hidden, cell) = self.lstm(x)
        hidden = self.fc_hidden(torch.cat((hidden[0:1], hidden[1:2]), dim=2))
        cell = self.fc_cell(torch.cat((cell[0:1], cell[1:2]), dim=2))
        return hidden, cell

encode, decoder = Encoder(), nn.LSTM(7, 11, 2)
hidden, cell = encode(torch.randn(5, 3, 7))
output, (h_n, _) = decoder(torch.randn(4, 3, 7), (hidden, cell))
assert h_n.shape == (2, 3, 11)
"""
FED_BACK = """\
lstm, fc, table = nn.LSTM(6, 9, batch_first=True), nn.Linear(9, 5), nn.Embedding(5, 6)
x, state = torch.randn(3, 1, 6), None
for _ in range(4):
    output, state = lstm(x, state)
    word = fc(output.squeeze(1)).argmax(1, keepdim=True)
    x = table(word).unsqueeze(1)
assert output.shape == (3, 1, 9)
"""
CONFIGURED = """\
class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.rnn = nn.LSTM(config["features"], config["hidden"])

class Scorer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.encoder = Encoder(config)
        self.head = nn.Linear(config["hidden"], 3)

saved = Scorer({"features": 7, "hidden": 11}).state_dict()
settings = {"features": 7, "hidden": 9}
model = Scorer(settings)
model.load_state_dict(saved)
assert torch.equal(model.head.weight, saved["head.weight"])
"""
SIZED = """\
class Scorer(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.rnn = nn.LSTM(7, hidden)
        self.head = nn.Linear(hidden, 3)

saved = Scorer(11).state_dict()
model = Scorer(9)
model.load_state_dict(saved)
assert torch.equal(model.head.weight, saved["head.weight"])
"""
ENSEMBLE = """\
class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(7, 11)
    def forward(self, x):
        output, _ = self.lstm(x)
        return output[-1]

models = [Policy() for _ in range(4)]
params, buffers = torch.func.stack_module_state(models)
def run(p, b, x):
    return torch.func.functional_call(models[0], (p, b), (x,))
x = torch.randn(5, 3, 7)
best = torch.func.vmap(run, in_dims=(0, 0, None))(params, buffers, x)
assert torch.equal(best, torch.stack([models[0](x), models[1](x), models[2](x), models[3](x)]))
"""
MAPPED = """\
lstm = nn.LSTM(7, 11)
def last_step(sequence, scale):
    return lstm(sequence)[0][-1] * scale
sequences, scale = torch.randn(3, 5, 7), torch.tensor(2.0)
steps = torch.func.vmap(last_step, (0, None))(sequences, scale)
assert torch.allclose(steps, 2 * lstm(sequences.transpose(0, 1))[0][-1], atol=1e-5)
"""
ONE_LENGTH = """\
lstm = nn.LSTM(6, 9, batch_first=True)
for words in torch.ones(7, 5, 6).split(3):
    sizes = (words[:, :, 0] > 0).sum(1).squeeze()
    packed = pack_padded_sequence(words, sizes, batch_first=True, enforce_sorted=False)
    assert lstm(packed)[1][0].shape == (1, len(words), 9)
"""
FRAMES = """\
class Frames(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(9, 32, batch_first=True, bidirectional=True)
        self.head = nn.Linear(64, 5)
    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return self.head(out)

logits = Frames()(torch.randn(3, 8, 9), torch.tensor([4, 6, 2]))
loss = F.cross_entropy(logits.transpose(1, 2), torch.zeros(3, 8).long())
assert logits.shape == (3, 8, 5)
"""
CAPTIONS = """\
cell = nn.LSTMCell(7, 12)
words, lengths = torch.randn(4, 6, 7), [6, 5, 3, 2]
h, c = torch.randn(4, 12), torch.randn(4, 12)
first = h
for t in range(6):
    n = sum(length > t for length in lengths)
    h, c = cell(torch.cat([words[:n, t, :3], words[:n, t, 3:]], dim=1), (h, c))
assert h.shape == (1, 12)
"""
ROWS = """\
lstm = nn.LSTM(6, 30, 2, batch_first=True)
rows, states = torch.randn(25, 6), (torch.randn(2, 25, 30), torch.randn(2, 25, 30))
out, states = lstm(rows.view(1, 25, 6), states)
assert out.shape == (25, 1, 30)
"""
LATENT = """\
lstm = nn.LSTM(3, 40, 2, batch_first=True)
def decode(z, x):
    state = (z.tanh(), z.tanh())
    y, _ = lstm(x, state)
    return y

assert decode(torch.randn(5, 40), torch.randn(5, 7, 3)).shape == (5, 7, 40)
"""
NARROW = """\
encoder, decoder = nn.GRU(6, 36), nn.GRU(5, 1)
_, hidden = encoder(torch.randn(8, 3, 6))
out, hidden = decoder(torch.randn(1, 3, 5), hidden)
assert out.shape == (1, 3, 36)
"""
TWEETS = """\
lstm, head = nn.LSTM(6, 9, batch_first=True), nn.Linear(9, 1)
y_pred = torch.sigmoid(head(lstm(torch.randn(4, 7, 6))[0][:, -1]))
y = torch.ones(4)
loss = F.binary_cross_entropy(y_pred, y)
assert loss.shape == ()
"""
ROWS_OF_LAYERS = """\
lstm = nn.LSTM(8, 16, num_layers=2)
def read(x):
    states = (torch.zeros(2, 16), torch.ones(2, 16))
    return lstm(x, states)

assert read(torch.randn(7, 3, 8))[1][1].shape == (2, 3, 16)
"""
REVIEWS = """\
class Reviews(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, 2, batch_first=True)
    def forward(self, x, state):
        out, state = self.lstm(x, state)
        return out[:, -1], state
    def init_hidden(self, n):
        return torch.zeros(2, n, 9), torch.zeros(2, n, 9)

model = Reviews()
h = model.init_hidden(4)
for batch in torch.randn(10, 5, 6).split(4):
    out, h = model(batch, h)
assert out.shape == (2, 9)
"""
NOTES = """\
gru = nn.GRU(6, 9)
def zero_state(count):
    return torch.zeros(1, count, 9)
def play(notes, state):
    output, state = gru(notes, state)
    return output, state

h = zero_state(4)
for batch in torch.randn(5, 10, 6).split(4, dim=1):
    out, h = play(batch, h)
assert out.shape == (5, 2, 9)
"""
INITIALIZED = """\
gru = nn.GRU(6, 9, 2)
def init(module):
    if isinstance(module, (nn.Linear, nn.GRU)):
        nn.init.zeros_(module.weight)

nn.Sequential(gru).apply(init)
assert not any(value.any() for name, value in gru.named_parameters() if "weight" in name)
"""
INTENTS = """\
words = {word: i + 2 for i, word in enumerate("abcdef")}
class Intents(nn.Module):
    def __init__(self, size, hidden=9):
        super().__init__()
        self.embedding = nn.Embedding(size, 5, padding_idx=0)
        self.gru = nn.GRU(5, hidden)
        self.out = nn.Linear(hidden, size)
    def forward(self, x):
        return self.out(self.gru(self.embedding(x))[0])

model = Intents(len(words))
scores = model(torch.arange(8).view(4, 2))
assert scores.shape == (4, 2, 8)
"""
TAGGER = """\
class Tagger(nn.Module):
    def __init__(self, size, both=True):
        super().__init__()
        self.lstm = nn.LSTM(size, 7, bidirectional=both)
        self.fc = nn.Linear(14 if both else 7, 3)

saved = Tagger(5, both=False).state_dict()
def load(saved):
    model = Tagger(5)
    model.load_state_dict(saved)
    return model

assert torch.equal(load(saved).fc.weight, saved["fc.weight"])
"""
READER = """\
lstm = nn.LSTM(6, 9, batch_first=True)
def read(x, state):
    return lstm(x, state)

many = read(torch.randn(4, 5, 6), (torch.zeros(1, 4, 9), torch.zeros(1, 4, 9)))
texts = torch.randn(3, 8, 6)
t = texts[0]
one, last = read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))
assert torch.allclose(one[0], lstm(texts)[0][0], atol=1e-6)
"""
DECODER = """\
encoder = nn.GRU(6, 9, batch_first=True)
gru = nn.GRU(4, 9, batch_first=True)
def decode(x, hidden, memory):
    output, hidden = gru(x, hidden)
    return torch.bmm(output, memory.mT)

memory, hidden = encoder(torch.randn(3, 12, 6))
scores = decode(torch.randn(3, 5, 4), memory, hidden)
assert scores.shape == (3, 5, 12)
"""
COUNTED = """\
class Counted(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x):
        h0, c0 = torch.randn(1, x.shape[0], 9), torch.zeros(1, x.shape[0], 9)
        return self.lstm(x, (h0, c0))[1][0]

model = Counted()
assert model(torch.randn(4, 7, 6)).shape == (1, 4, 9)
"""
SHUFFLED = """\
class Kept(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, batch_first=True)
        self.hidden = (torch.ones(1, 4, 9), torch.ones(1, 4, 9))
    def forward(self, x):
        output, self.hidden = self.lstm(x, self.hidden)
        return output

model = Kept()
for batch in DataLoader(torch.randn(8, 5, 6), batch_size=4, shuffle=True):
    loss = model(batch).sum()
    loss.backward()
assert torch.allclose(model(batch), model(batch), atol=1e-6)
"""
CARRIED = """\
lstm = nn.LSTM(6, 9)
h0, c0 = torch.zeros(1, 4, 9), torch.zeros(1, 4, 9)
for batch in torch.randn(2, 5, 4, 6):
    output, (h0, c0) = lstm(batch, (h0, c0))
    loss = output.sum()
    loss.backward()
assert h0.any() and c0.any()
"""
SAMPLES = """\
gru, samples = nn.GRU(6, 9, batch_first=True), [(torch.randn(5, 6), 1), (torch.randn(3, 6), 0)]
loader = DataLoader(samples, batch_size=2)
for x, y in loader:
    assert gru(x)[0].shape == (2, 5, 9) and y.tolist() == [1, 0]
"""
MASKED = """\
gru = nn.GRU(6, 9, batch_first=True)
def attend(x, lengths):
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, _ = pad_packed_sequence(gru(packed)[0], batch_first=True)
    return out.sum(-1).masked_fill(x.sum(-1) == 0, float("-inf")).softmax(-1)

assert attend(torch.randn(3, 8, 6), torch.tensor([4, 6, 2])).shape == (3, 8)
"""
ONE_SEQUENCE = """\
class Rating(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 9, batch_first=True)
        self.fc = nn.Linear(9, 1)
    def forward(self, x):
        _, h = self.gru(x)
        return self.fc(h[-1].squeeze(0))

model = Rating()
assert [model(x).squeeze(1).shape[0] for x in torch.randn(5, 7, 6).split(4)] == [4, 1]
"""
LATENT_CALLER = """\
class Decoder(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.lstm = nn.LSTM(3, 8, sizes["layers"], batch_first=True)
    def forward(self, x, state):
        y, _ = self.lstm(x, state)
        return y

decoder, z = Decoder({"layers": 2}), torch.randn(5, 8)
state = (z.tanh(), z.tanh())
assert decoder(torch.randn(5, 7, 3), state).shape == (5, 7, 8)
"""
CUT = """\
encoder, decoder = nn.LSTM(6, 9, 2), nn.LSTM(4, 9, 2)
def decode(x, h, c):
    return decoder(x, (h, c))[0]

def translate(x):
    _, (hidden, cell) = encoder(x)
    hidden, cell = hidden[-1:], cell[-1:]
    return decode(torch.ones(1, 3, 4), hidden, cell), (hidden, cell)

x = torch.randn(5, 3, 6)
assert torch.equal(translate(x)[0], decoder(torch.ones(1, 3, 4), encoder(x)[1])[0])
"""
SENTENCES = """\
class Letters(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.gru, self.fc = nn.Embedding(9, 4), nn.GRU(4, 6, batch_first=True), nn.Linear(6, 9)
    def forward(self, words):
        return self.fc(self.gru(self.embedding(words))[0])

model, words = Letters(), torch.randint(9, (3, 8))
scores = model(words)
targets = words[:, 1:]
loss = F.cross_entropy(LOSS)
assert scores.shape == (3, 7, 9)
"""
ROUND = """\
class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x, hidden):
        return self.lstm(x, hidden)
    def init_hidden(self):
        return torch.zeros(1, 3, 9)

words = Words()
hidden = words.init_hidden()
for word in torch.randn(4, 1, 3, 6):
    out, hidden = words(word, hidden)
assert torch.allclose(out[0], words.lstm(word, hidden)[0][0] * 0 + hidden[0][0])
"""
STEPS = """\
lstm, head = nn.LSTM(1, 9, batch_first=True), nn.Linear(9, 1)
def decode(y, state):
    out, state = lstm(y, state)
    return head(out), state

y, state = torch.randn(5, 1), (torch.zeros(1, 5, 9), torch.zeros(1, 5, 9))
for _ in range(3):
    y, state = decode(y, state)
assert y.shape == (5, 1) and state[0].shape == (1, 5, 9)
"""
VIEWS = """\
class Shards(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9)
    def start(self, x):
        self.hidden = tuple(s[:, :2] for s in self.lstm(x)[1])
    def detach(self):
        for s in self.hidden:
            s.detach_()

shards = Shards()
shards.start(torch.randn(4, 3, 6))
shards.detach()
assert not any(s.requires_grad for s in shards.hidden)
"""
EXPANDED = """\
lstm = nn.GRU(6, 9)
def begin(z):
    h = z.view(1, 3, 9)
    h = h.unsqueeze(0)
    for x in torch.randn(2, 5, 3, 6):
        out, h = lstm(x, h)
    return h

assert begin(torch.randn(3, 9)).shape == (1, 3, 9)
"""
ATTENDED = """\
gru, embedding = nn.GRU(10, 9), nn.Embedding(8, 4)
def step(word, context, h):
    embedded = embedding(word).view(1, 1, -1)
    joined = torch.cat((embedded, context), 2)
    return gru(joined, h)[0]

assert step(torch.arange(3), torch.randn(1, 3, 6), torch.randn(1, 3, 9)).shape == (1, 3, 9)
"""
LANGUAGE = """\
class Output(dict):
    pass

class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 9, batch_first=True)
        self.bert = lambda ids: Output(last_hidden_state=torch.randn(*ids.shape, 6), pooler_output=torch.randn(4, 6))
    def forward(self, ids):
        hidden, pooled = self.bert(ids)
        return self.lstm(hidden)[0]

assert Reader()(torch.arange(12).view(4, 3)).shape == (4, 3, 9)
"""
HOOKED = """\
lstm, norm = nn.LSTM(6, 9), nn.LayerNorm(6)
saved = []
def hook(module, inputs, output):
    saved.append(output.detach())

norm.register_forward_hook(hook)
lstm.register_forward_hook(hook)
lstm(norm(torch.randn(4, 3, 6)))
assert [one.shape[-1] for one in saved] == [6, 9]
"""
UNPACKED = """\
class Scored(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 9, batch_first=True)
    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)
"""
SCORED = f"""\
{UNPACKED}\
        return out.sum(-1)

def score(emissions, tags):
    return (emissions * tags).sum(1)

assert score(Scored()(torch.randn(3, 8, 6), torch.tensor([4, 6, 2])), torch.ones(3, 8)).shape == (3,)
"""
WIDE = """\
class Wide(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.lstm = nn.LSTM(size, 9, 2, dropout=0.25)
    def forward(self, x):
        return self.lstm(x)[0]

wide = Wide(7)
self = wide
wide(torch.randn(4, 3, 6))
assert wide.lstm.dropout == 0.25
"""
WRITTEN = """\
class Head(nn.Module):
    def __init__(self, batch_size):
        super().__init__()
        self.batch_size = batch_size
        self.lstm = nn.LSTM(6, 9)
    def forward(self, x):
        h_0, c_0 = torch.zeros(1, self.batch_size, 9), torch.zeros(1, self.batch_size, 9)
        return self.lstm(x, (h_0, c_0))[1][0]

assert Head(4)(torch.randn(5, 1, 6)).shape == (1, 1, 9)
"""
TOKENS = """\
embedding = nn.Embedding(8, 6)
rnn = nn.LSTM(6, 9, 2, batch_first=True)
def step(token, h, c):
    token = token.unsqueeze(0)
    embedded = embedding(token)
    out, (h, c) = rnn(embedded, (h, c))
    return out, h, c

h, c = torch.randn(2, 5, 9), torch.randn(2, 5, 9)
assert step(torch.arange(5), h, c)[0].shape == (5, 1, 9)
"""
THROWN = """\
lstm = nn.LSTM(6, 9)
state = (torch.zeros(1, 4, 9), torch.zeros(1, 4, 9))
for batch in torch.randn(2, 5, 4, 6):
    for s in state:
        s.detach()
    output, state = lstm(batch, state)
    output.sum().backward()
assert state[0].any()
"""
WEIGHED = f"""\
{UNPACKED}\
        mask = (x != 0).any(-1, keepdim=True).float()
        return (out * mask).sum(1) / mask.sum(1)

x = torch.randn(3, 8, 6)
x[:, 5:] = 0
assert Scored()(x, [5, 4, 3]).shape == (3, 9)
"""
GATHERED = f"""\
{UNPACKED}\
        return out

labels = torch.zeros(3, 8, 1, dtype=torch.long)
assert Scored()(torch.randn(3, 8, 6), [5, 4, 3]).gather(2, labels).shape == (3, 8, 1)
"""
CHUNKS = """\
class Summary(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(6, 9, batch_first=True)
    def forward(self, x, lengths):
        _, h_n = self.rnn(pack_padded_sequence(x, lengths, batch_first=True))
        return h_n[-1]

model, rows, sizes = Summary(), torch.randn(8, 7, 6), [7, 7, 6, 5, 4, 3, 2, 1]
whole, parts = model(rows, sizes), []
for part, targets in zip(rows.chunk(2), torch.zeros(8).chunk(2)):
    parts.append(model(part, sizes))
assert torch.allclose(torch.cat(parts), whole, atol=1e-6)
"""
COUNTED_STEPS = """\
cell, h = nn.GRUCell(6, 9), torch.zeros(3, 9)
def read(x, h):
    for t in range(x.size(1)):
        h = cell(x[t], h)
    return h

assert read(torch.randn(3, 7, 6), torch.zeros(3, 9)).shape == (3, 9)
"""
SAMPLED = """\
class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(6, 9, 2, batch_first=True)
        self.embedding = nn.Embedding(4, 6)
    def write(self, image):
        x, states, outputs = image, None, []
        for number in range(3):
            out, states = self.rnn(x, states)
            outputs.append(out)
            x = self.embedding(torch.tensor([[number]]))
        return torch.cat(outputs, dim=1)

assert Writer().write(torch.randn(1, 6)).shape == (1, 3, 9)
"""
LEVELS = """\
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.cell = nn.Embedding(4, 6), nn.LSTMCell(6, 9)
    def forward(self, ids, state):
        for t in range(ids.size(1)):
            state = self.cell(self.embedding(ids[:, t]), state)
        return state

def run(ids):
    _, (h, c) = encoder(torch.randn(5, 3, 6))
    state = (h.view(-1, h.size(-1)), c.view(-1, c.size(-1)))
    return decoder(ids, state)

encoder, decoder = nn.LSTM(6, 9, 2), Decoder()
assert run(torch.zeros(3, 7, dtype=torch.long))[0].shape == (3, 9)
"""
CLEARED = """\
cell, linear = nn.LSTMCell(6, 9), nn.Linear(9, 2)
h, c, scores = torch.zeros(3, 9), torch.zeros(3, 9), []
for step in torch.randn(4, 3, 6):
    h, c = cell(step, (h, c))
    scores.append(linear(h))
    h *= torch.tensor([[1.0], [0.0], [1.0]])
    c[1] = 0
torch.stack(scores).sum().backward()
assert h[1].eq(0).all() and c[1].eq(0).all() and c[0].ne(0).all() and cell.weight_hh.grad.any()
"""
SCRIPTED = """\
import warnings
warnings.simplefilter("ignore")  # `torch.jit` is deprecated
class Scores(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.LSTM(6, 9)
    def forward(self, x, state=None):
        out, state = self.cells(x, state)
        return out

assert torch.jit.script(Scores())(torch.randn(4, 3, 6)).shape == (4, 3, 9)
"""
PACKS = "x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)"
UNPACKS_AGAIN = "x, _ = pad_packed_sequence(self.rnn(x)[0], batch_first=True)"
DECODES = "out, hidden = decoder(torch.randn(1, 3, 5), hidden)"

BESIDE_THEIR_PROGRAM = {
    "a mask as wide as the input": (
        WEIGHED,
        "total-length",
        "out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "labels as wide as the input": (
        GATHERED,
        "total-length",
        "out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "lengths of a batch that is cut in two": (
        CHUNKS,
        "packed-lengths-range",
        "for part, targets in zip(rows.chunk(2), torch.zeros(8).chunk(2)):\n    parts.append(model(part, sizes))",
        "{0}\n{1}",
    ),
    "more lengths than sequences, which are sorted": (
        CHUNKS.replace("batch_first=True))", "batch_first=True, enforce_sorted=False))"),
        "packed-lengths-range",
        "for part, targets in zip(rows.chunk(2), torch.zeros(8).chunk(2)):\n    parts.append(model(part, sizes))",
        "{0}\n{1}",
    ),
    "a step of every sequence": (
        COUNTED_STEPS,
        "swapped-batch-and-sequence",
        "h = cell(x[t], h)",
        "{0}",
    ),
    "lengths of some rows": (
        CHUNKS.replace("for part, targets in zip(rows.chunk(2), torch.zeros(8).chunk(2)):", "for i in (0, 4):").replace(
            "model(part, sizes)", "model(rows[i:i + 4], sizes)"
        ),
        "packed-lengths-range",
        "parts.append(model(rows[i:i + 4], sizes))",
        "{0}",
    ),
    "a first input without time": (
        SAMPLED,
        "wrong-state-rank",
        "        for number",
        "        {0}\n        for number",
    ),
    "layers that were made a part of the batch": (
        LEVELS,
        "all-layers-for-the-last",
        "state = (h.view(-1, h.size(-1)), c.view(-1, c.size(-1)))",
        "{0}",
    ),
    "a layer whose name speaks of cells, in TorchScript": (
        SCRIPTED,
        "torchscript-state",
        "def forward(self, x, state=None):",
        "{0}",
    ),
    "states that are changed in place": (
        CLEARED,
        "state-changed-in-place",
        "    h *= torch.tensor([[1.0], [0.0], [1.0]])\n    c[1] = 0",
        "    {0}\n    {1}\n    {2}",
    ),
    "the last sample for the last step": (STROKES, "target-shape", "return self.fc(out[-1])", "{0}"),
    "directions that are flattened into rows": (
        RELATIONS,
        "target-shape",
        "final = final_state.view(-1, 14)",
        "{0}\n        assert torch.equal(final, torch.cat([final_state[2], final_state[3]], 1))",
    ),
    "layers that are flattened into rows": (
        RELATIONS.replace(", bidirectional=True", ""),
        "target-shape",
        "final = final_state.view(-1, 14)",
        "{0}\n        assert torch.equal(final, final_state[1])",
    ),
    "layers that the constructor is not told of": (
        DEEP,
        "wrong-num-layers",
        "self.lstm = nn.LSTM(6, 14, batch_first=True)",
        "{0}",
    ),
    "layers that the constructor is not told of, unpacked": (
        DEEP.replace("self.lstm(packed, state)", "self.lstm(x, state)"),
        "wrong-num-layers",
        "self.lstm = nn.LSTM(6, 14, batch_first=True)",
        "{0}",
    ),
    "states for the batch of the words": (
        LOOKED_UP,
        "swapped-batch-and-sequence",
        "tagger = Tagger()",
        "tagger = Tagger()\nself = tagger\n{0}",
    ),
    "noise as wide as the data": (NOISE, "wrong-input-size", "z = torch.randn_like(real)", "{0}"),
    "a bridge for the first layer alone": (
        BRIDGED,
        "wrong-num-layers",
        "hidden = self.fc_hidden(torch.cat((hidden[0:1], hidden[1:2]), dim=2))\n"
        "        cell = self.fc_cell(torch.cat((cell[0:1], cell[1:2]), dim=2))",
        "{0}\n        {1}",
    ),
    "a word that is fed back with an axis more": (
        FED_BACK,
        "wrong-input-rank",
        "    output, state = lstm(x, state)",
        "    if x.ndim == 4:\n        {0}\n    output, state = lstm(x, state)",
    ),
    "a checkpoint of another configuration": (
        CONFIGURED,
        "checkpoint-of-another-lstm",
        "model = Scorer(settings)",
        "{0}\nmodel = Scorer(settings)",
    ),
    "a size of the model that the checkpoint has not": (
        SIZED,
        "checkpoint-of-another-lstm",
        "model = Scorer(9)",
        "{0}",
    ),
    "models that are mapped": (
        ENSEMBLE,
        "unsupported-transform",
        "best = torch.func.vmap(run, in_dims=(0, 0, None))(params, buffers, x)",
        "{0}",
    ),
    "models that are mapped, each with its own batch": (
        ENSEMBLE.replace("x = torch.randn(5, 3, 7)", "x = torch.randn(4, 5, 3, 7)")
        .replace("0, None))(params", "0, 0))(params")
        .replace("[models[0](x), models[1](x), models[2](x), models[3](x)]", "[m(one) for m, one in zip(models, x)]"),
        "unsupported-transform",
        "best = torch.func.vmap(run, in_dims=(0, 0, 0))(params, buffers, x)",
        "{0}",
    ),
    "a layer that is mapped": (
        "lstm, x = nn.LSTM(7, 11), torch.randn(3, 5, 7)\n"
        "output, _ = torch.func.vmap(lstm)(x)\nassert output.shape == (3, 5, 11)",
        "unsupported-transform",
        "output, _ = torch.func.vmap(lstm)(x)",
        "{0}\noutput = torch.stack([output for output, _ in results])",
    ),
    "samples that are mapped": (
        MAPPED,
        "unsupported-transform",
        "steps = torch.func.vmap(last_step, (0, None))(sequences, scale)",
        "{0}",
    ),
    "the length of one sequence, squeezed": (
        ONE_LENGTH,
        "packed-lengths-range",
        "    packed = pack",
        "    {0}\n    packed = pack",
    ),
    "lengths of two axes, squeezed": (
        ONE_LENGTH.replace("> 0).sum(1)", "> 0).sum(1, keepdim=True)"),
        "packed-lengths-range",
        "    packed = pack",
        "    {0}\n    packed = pack",
    ),
    "targets as wide as the input": (
        FRAMES,
        "total-length",
        "out, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)",
        "{0}",
    ),
    "targets as wide as the input, under one name": (
        FRAMES.replace("packed = ", "x = ").replace("rnn(packed)", "rnn(x)").replace("out", "x"),
        "total-length",
        f"{PACKS}\n        {UNPACKS_AGAIN}",
        f"{{0}}\n        {PACKS}\n        {{1}}",
    ),
    "a batch that shrinks": (
        CAPTIONS,
        "stale-batch-size",
        "h, c = cell(torch.cat([words[:n, t, :3], words[:n, t, 3:]], dim=1), (h, c))",
        "{0}",
    ),
    "a smaller last batch, and a method that makes states": (
        REVIEWS,
        "stale-batch-size",
        "out, h = model(batch, h)",
        "{0}\n    {1}\n    out, h = model(batch, h)",
    ),
    "a smaller last batch, and a function that makes states": (
        NOTES,
        "stale-batch-size",
        "out, h = play(batch, h)",
        "{0}\n    {1}\n    out, h = play(batch, h)",
    ),
    "the weights, as of a linear layer": (
        INITIALIZED,
        "layer-attribute",
        "nn.init.zeros_(module.weight)",
        "{0}\n        {1}\n        {2}",
    ),
    "rows that are made one sequence": (
        ROWS,
        "swapped-batch-and-sequence",
        "out, states = lstm(rows.view(1, 25, 6), states)",
        "{0}",
    ),
    "a pair for two layers": (LATENT, "wrong-state-rank", "y, _ = lstm(x, state)", "{0}\n    y, _ = lstm(x, state)"),
    "a pair with a row for each layer": (
        ROWS_OF_LAYERS,
        "wrong-state-rank",
        "return lstm(x, states)",
        "{0}\n    return lstm(x, states)",
    ),
    "a layer of one feature": (NARROW, "wrong-hidden-size", DECODES, f"{{0}}\n{DECODES}"),
    "words that are counted from 2": (INTENTS, "embedding-input", "model = Intents(len(words))", "{0}"),
    "a checkpoint of one direction": (TAGGER, "checkpoint-of-another-lstm", "model = Tagger(5)", "{0}"),
    "one sequence, where others give a batch": (
        READER,
        "wrong-input-rank",
        "one, last = read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))",
        "{0}",
    ),
    "two arguments in another order": (
        DECODER,
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), memory, hidden)",
        "{0}",
    ),
    "an output that the caller gives for a state": (
        DECODER.replace("x, hidden, memory", "x, state, memory")
        .replace("gru(x, hidden)", "gru(x, state)")
        .replace("memory, hidden)\n", "memory, memory)\n"),
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), memory, memory)",
        "scores = decode(torch.randn(3, 5, 4), hidden, memory)",
    ),
    "states for another axis than the layer's batch": (
        COUNTED,
        "swapped-batch-and-sequence",
        "model = Counted()",
        "model = Counted()\nself = model\n{0}",
    ),
    "a state of shuffled batches": (
        SHUFFLED,
        "state-not-detached",
        "output, self.hidden = self.lstm(x, self.hidden)",
        "{0}",
    ),
    "a state that is carried on": (CARRIED, "state-not-detached", "loss.backward()", "loss.backward()\n    {0}"),
    "sequences of other lengths in a DataLoader": (
        SAMPLES,
        "unpadded-sequences",
        "loader = DataLoader(samples, batch_size=2)",
        "{0}\n{1}\n{2}\n{3}\n{4}",
    ),
    "a mask of the padded input": (
        MASKED,
        "total-length",
        "out, _ = pad_packed_sequence(gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "a batch of one, squeezed by the model": (
        ONE_SEQUENCE,
        "squeezed-axis",
        "return self.fc(h[-1].squeeze(0))",
        "{0}",
    ),
    "a pair of the caller's, for layers that are not counted": (
        LATENT_CALLER,
        "wrong-state-rank",
        "y, _ = self.lstm(x, state)",
        "{0}\n        y, _ = self.lstm(x, state)",
    ),
    "states of which the caller cuts off a layer": (
        CUT,
        "wrong-num-layers",
        "hidden, cell = hidden[-1:], cell[-1:]",
        "{0}",
    ),
    "one step more than the targets, in rows": (
        SENTENCES.replace("LOSS", "scores.flatten(0, 1), targets.flatten()"),
        "target-shape",
        "scores = model(words)",
        "{0}",
    ),
    "one step more than the targets": (
        SENTENCES.replace("LOSS", "scores.transpose(1, 2), targets"),
        "target-shape",
        "scores = model(words)",
        "{0}",
    ),
    "a pair that comes back": (ROUND, "state-not-a-tuple", "return torch.zeros(1, 3, 9)", "{0}"),
    "a pair that comes back, beside a layer of one state": (
        ROUND.replace("        self.lstm =", "        self.gru = nn.GRU(6, 9)\n        self.lstm ="),
        "state-not-a-tuple",
        "return self.lstm(x, hidden)",
        "{0}\n        {1}\n        return self.lstm(x, hidden)",
    ),
    "the steps of a batch, one after the other": (
        STEPS,
        "unsqueezed-batch",
        "out, state = lstm(y, state)",
        "{0}\n    out, state = lstm(y, state)\n    out = out.squeeze(1)",
    ),
    "states that are cut, detached in place": (
        VIEWS,
        "state-not-detached",
        "for s in self.hidden:\n            s.detach_()",
        "{0}",
    ),
    "an axis that is added above": (EXPANDED, "wrong-state-rank", "h = h.unsqueeze(0)", "{0}"),
    "one sequence of all words": (
        ATTENDED,
        "batch-size-in-view",
        "embedded = embedding(word).view(1, 1, -1)",
        "{0}",
    ),
    "what a language model returns": (
        LANGUAGE,
        "not-a-tensor",
        "hidden, pooled = self.bert(ids)",
        "{0}",
    ),
    "a hook on a layer": (
        HOOKED,
        "output-is-a-tuple",
        "saved.append(output.detach())",
        "{0}\n    saved.append(output.detach())",
    ),
    "a hook that copies": (
        HOOKED.replace("detach", "clone"),
        "output-is-a-tuple",
        "saved.append(output.clone())",
        "{0}\n    saved.append(output.clone())",
    ),
    "one step more of tags than of scores": (
        SCORED,
        "total-length",
        "out, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)",
        "{0}",
    ),
    "a layer with dropout": (WIDE, "wrong-input-size", "wide(torch.randn(4, 3, 6))", "{0}\nwide(torch.randn(4, 3, 6))"),
    "a state that goes to another parameter": (
        DECODER.replace("memory, hidden)\n", "scaled, hidden)\n")
        .replace("memory, hidden = encoder", "scaled, hidden = encoder")
        .replace("x, hidden, memory):", "x, hidden, memory):\n    memory = memory[..., :9]")
        .replace("\nscores =", "\nscaled = torch.cat((scaled, scaled[..., :2]), -1)\nscores ="),
        "output-for-state",
        "scores = decode(torch.randn(3, 5, 4), scaled, hidden)",
        "{0}",
    ),
    "a product that belongs to one case": (
        "both = False\n"
        + NARROW.replace("nn.GRU(5, 1)", "make(36 * 2 if both else 1)").replace(
            "encoder, decoder", "make = lambda size: nn.GRU(5, size)\nencoder, decoder"
        ),
        "wrong-hidden-size",
        "encoder, decoder = nn.GRU(6, 36), make(36 * 2 if both else 1)",
        "{0}",
    ),
    "predictions with a name that stands in another": (
        TWEETS.replace("y_pred", "p"),
        "broadcast-target",
        "loss = F.binary_cross_entropy(p, y)",
        "{0}",
    ),
    "a state that is joined under a name like it": (
        "lstm = nn.GRU(6, 9, 2)\n_, h = lstm(torch.randn(4, 3, 6))\n"
        "hid = torch.cat((h, torch.randn(1, 3, 5)), 2)\nassert hid.shape == (1, 3, 14)\n",
        "all-layers-for-the-last",
        "hid = torch.cat((h, torch.randn(1, 3, 5)), 2)",
        "{0}",
    ),
    "a number of sequences that is written down": (
        WRITTEN,
        "stale-batch-size",
        "return self.lstm(x, (h_0, c_0))[1][0]",
        "{0}\n        {1}\n        {2}\n        return self.lstm(x, (h_0, c_0))[1][0]",
    ),
    "single steps as one sequence": (TOKENS, "swapped-batch-and-sequence", "token = token.unsqueeze(0)", "{0}"),
    "what detach returns, thrown away": (
        THROWN,
        "state-not-detached",
        "for s in state:\n        s.detach()",
        "{0}",
    ),
    "predictions with an axis more": (TWEETS, "broadcast-target", "loss = F.binary_cross_entropy(y_pred, y)", "{0}"),
}
"""Each with its cause, the lines to be replaced, and what in their place; `{0}` is the first line of the repair."""

EXCHANGED = """\
gru = nn.GRU(6, 9)
def encode(x):
    memory, (h, c) = gru(x)
    return memory, (h, c)

encode(torch.randn(5, 3, 6))
"""
HALVED = """\
class Tagger(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(6, hidden / 2, bidirectional=True)
    def begin(self):
        half = self.hidden / 2
        return torch.zeros(2, 3, half)

Tagger(8)
"""
LEFT_TO_DO = {
    "a name that is no longer bound": (
        EXCHANGED,
        "`c` must go from the lines below as well: `return (memory, (h, c))`",
    ),
    "the same division": (HALVED, "The same division stands in `half = self.hidden / 2`"),
}
"""Each with what is said of the lines that the repair leaves wrong."""

OTHERWISE = {
    "lengths of a batch that is packed with time first": (
        CHUNKS.replace("lengths, batch_first=True", "lengths"),
        "pack_padded_sequence(x, lengths, batch_first=True)",
    ),
    "a state that is detached already": (
        CARRIED.replace("loss.backward()", "(loss + lstm.weight_ih_l0.sum() + kept).backward()")
        .replace("h0, c0 = torch", "kept = (lstm.bias_ih_l0 ** 2).sum()\nh0, c0 = torch")
        .replace("\nassert", "\n    h0, c0 = h0.detach(), c0.detach()\nassert"),
        "hidden = tuple(",
    ),
    "what is no encoder's second result": (
        DECODER.replace("memory, hidden = encoder(torch.randn(3, 12, 6))", "memory, hidden = pair()")
        .replace("memory, hidden)\n", "memory, memory)\n")
        .replace("def decode", "def pair():\n    return torch.randn(3, 12, 9), torch.tensor([12, 7, 3])\ndef decode"),
        "hidden = hidden[:, -1].unsqueeze(0)",
    ),
    "a loss whose detached value is thrown away": (
        CARRIED.replace("loss.backward()", "loss.backward()\n    loss.detach()"),
        "h0, c0 = h0.detach(), c0.detach()",
    ),
    "a parameter that a loop binds": (
        READER.replace("    return lstm(x, state)", "    for x in x:\n        lstm(x, state)"),
        "x = x.unsqueeze(0)",
    ),
    "arguments that are not shown": (
        READER.replace("read(t, (torch.zeros(1, 1, 9), torch.zeros(1, 1, 9)))", "read(*[t, (h, h)])").replace(
            "t = texts[0]", "t, h = texts[0], torch.zeros(1, 1, 9)"
        ),
        "x = x.unsqueeze(0)",
    ),
    "a state that no other batch has seen": (
        CARRIED.replace("(h0, c0) =", "_ =").replace("loss.backward()", "(loss.backward(), loss.backward())"),
        "hidden = tuple(",
    ),
    "batches in their order": (SHUFFLED.replace(", shuffle=True", ""), "tuple(s.detach() for s in self.hidden)"),
    "an axis that is counted before the input is turned": (
        COUNTED.replace("return self.lstm(x", "x = x[:, :5]\n        return self.lstm(x"),
        "x.new_zeros(1, N, 9)",
    ),
    "another model that is built": (
        f"{TAGGER.partition('assert')[0]}first = Tagger(5)\nfirst.load_state_dict(Tagger(5, False).state_dict())",
        "first = Tagger(5, both=False)",
    ),
    "rows of which it is not told how many": (
        ROWS.replace("(1, 25, 6)", "(1, -1, 6)"),
        "N = rows.view(1, -1, 6).size(0)",
    ),
    "a part with a beginning": (CAPTIONS.replace(":n, t", "6 - n:n, t"), ".new_zeros("),
    "a part of something else": (CAPTIONS.replace("words[:n, t", "words[:n][:, t"), ".new_zeros("),
    "an input that is turned": (
        FRAMES.replace("logits.transpose(1, 2)", "logits").replace("randn(3, 8, 9)", "randn(8, 3, 9).transpose(0, 1)"),
        "logits.transpose(1, 2)",
    ),
    "a last sample that nothing is made of": (
        STROKES.replace("return self.fc(out[-1])", "print(out[-1].shape)\n        return self.fc(x @ x.mT @ out)[0]"),
        "print(",
    ),
    "the directions of the only layer, joined": (
        BRIDGED.replace("nn.LSTM(7, 11, 2, bidirectional=True)", "nn.LSTM(7, 11, bidirectional=True)"),
        "hidden = hidden.repeat_interleave(2, dim=0)",
    ),
    "a part of the state, in rows": (
        RELATIONS.replace(
            "final = final_state.view", "final_state = final_state[-2:]\n        final = final_state.view"
        ),
        "summary = ",
    ),
    "rows of something else than the state": (
        RELATIONS.replace(", 2, bidirectional=True", ", 4, bidirectional=True").replace("view(-1, 14)", "view(-1, 28)"),
        "summary = ",
    ),
    "a number of layers that the model is not given": (
        DEEP.replace("depth=3", "").replace("self.depth = depth", "self.depth = 3"),
        "= self.lstm(packed)",
    ),
    "a configuration that has no name": (
        CONFIGURED.replace("Scorer(settings)", 'Scorer({"features": 7, "hidden": 9})'),
        "nn.LSTM(7, 11)",
    ),
    "two layers of a state": (
        BRIDGED.replace("nn.LSTM(7, 11, 2, bidirectional=True)", "nn.LSTM(7, 11, 2)")
        .replace("self.fc_hidden(torch.cat((hidden[0:1], hidden[1:2]), dim=2))", "hidden[0:1] + hidden[1:2]")
        .replace("self.fc_cell(torch.cat((cell[0:1], cell[1:2]), dim=2))", "cell[0:1] + cell[1:2]"),
        "hidden = hidden.repeat_interleave(2, dim=0)",
    ),
    "fewer targets than steps": (FRAMES.replace("zeros(3, 8)", "zeros(3, 5)"), "print("),
}
"""Programs that look like one of those above, and have another repair."""
