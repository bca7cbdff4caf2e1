import torch
from torch import nn


class PixelAttention(nn.Module):
    """
    Soft attention over image locations.
    """

    def __init__(self, encoder_dim, decoder_dim, attention_dim):
        super(PixelAttention, self).__init__()
        self.enc = nn.Linear(encoder_dim, attention_dim)
        self.dec = nn.Linear(decoder_dim, attention_dim)
        self.full = nn.Linear(attention_dim, 1)

    def forward(self, pixels, h):
        """
        :param pixels: encoded image, a tensor of dimension (batch_size, num_pixels, encoder_dim)
        :param h: previous decoder state, a tensor of dimension (batch_size, decoder_dim)
        :return: weighted image, weights
        """
        a = self.enc(pixels)  # (batch_size, num_pixels, attention_dim)
        b = self.dec(h)  # (batch_size, attention_dim)
        e = self.full(torch.relu(a + b.unsqueeze(1))).squeeze(2)  # (batch_size, num_pixels)
        alpha = e.softmax(dim=1)
        return (pixels * alpha.unsqueeze(2)).sum(dim=1), alpha  # (batch_size, encoder_dim), (batch_size, num_pixels)


class CaptionDecoder(nn.Module):
    def __init__(self, attention_dim, embed_dim, decoder_dim, vocab_size, encoder_dim=2048):
        super(CaptionDecoder, self).__init__()
        self.vocab_size = vocab_size
        self.attention = PixelAttention(encoder_dim, decoder_dim, attention_dim)
        self.embedding = nn.Embedding(vocab_size, embed_dim)
        self.decode_step = nn.LSTMCell(embed_dim + encoder_dim, decoder_dim, bias=True)
        self.init_h = nn.Linear(encoder_dim, decoder_dim)
        self.init_c = nn.Linear(encoder_dim, decoder_dim)
        self.fc = nn.Linear(decoder_dim, vocab_size)

    def forward(self, pixels, captions, lengths):
        """
        :param pixels: encoded images, a tensor of dimension (batch_size, num_pixels, encoder_dim)
        :param captions: captions, sorted by length, a tensor of dimension (batch_size, max_caption_length)
        :param lengths: list of ints
        """
        emb = self.embedding(captions)  # (batch_size, max_caption_length, embed_dim)
        mean = pixels.mean(dim=1)
        h, c = self.init_h(mean), self.init_c(mean)  # (batch_size, decoder_dim)
        preds = pixels.new_zeros(len(lengths), max(lengths), self.vocab_size)
        for t in range(max(lengths)):
            # finished captions leave the batch
            n = sum(l > t for l in lengths)
            ctx, _ = self.attention(pixels[:n], h[:n])
            x = torch.cat([emb[:n, t], ctx], dim=1)  # (batch_size_t, embed_dim + encoder_dim)
            h, c = self.decode_step(x, (h[:n], c[:n]))  # (batch_size_t, decoder_dim)
            preds[:n, t] = self.fc(h)
        return preds
