from torch import randint

from seq2seq import Encoder, Decoder

batch_size, src_len, tgt_len = 4, 11, 9


def check(bidirectional, attn):
    encoder = Encoder(vocab=200, bidirectional=bidirectional)
    decoder = Decoder(vocab=180, attn=attn)
    src = randint(1, 200, (batch_size, src_len))

    enc_outs, (enc_hn, enc_cn), lengths = encoder(src)
    print("Encoder Outputs Shape:", enc_outs.shape)  # [B, src_len, H*directions]
    print("Encoder Hidden Shape:", enc_hn.shape)  # [num_layers*directions, B, H]
    print("Encoder Cell Shape:", enc_cn.shape)  # [num_layers*directions, B, H]

    dec_hn = decoder.init_decoder_entries(enc_hn, merge_method="mean")
    print(f"Decoder Entries Shape: {dec_hn.shape}")  # [num_layers, B, H]
    return dec_hn
