""" LSTM autoencoder for anomaly scores """
from tensorflow.keras.layers import LSTM, Dense, RepeatVector, TimeDistributed
from tensorflow.keras.models import Model


class Encoder(Model):
    def __init__(self, seq_length, latent_dim):
        super(Encoder, self).__init__()

        self.h1 = LSTM(96, return_sequences=True)  # (seq_len, input_dim) -> (seq_len, 96)
        self.h2 = LSTM(latent_dim, return_sequences=False)  # (seq_len, 96) -> (latent_dim)
        self.h3 = RepeatVector(seq_length)  # (latent_dim) -> (seq_length, latent_dim)

    def call(self, inputs, training=None, mask=None):
        x = self.h1(inputs, training=training, mask=mask)
        z = self.h2(x, training=training, mask=mask)
        z_rep = self.h3(z)
        return z, z_rep


class Decoder(Model):
    def __init__(self, input_dim, latent_dim):
        super(Decoder, self).__init__()

        self.h1 = LSTM(latent_dim, return_sequences=True)
        self.h2 = LSTM(96, return_sequences=True)  # (seq_length, latent_dim) -> (seq_length, 96)
        self.h3 = TimeDistributed(Dense(input_dim))  # (seq_length, 96) -> (seq_length, input_dim)

    def call(self, inputs, training=None, mask=None):
        x = self.h1(inputs, training=training, mask=mask)
        x = self.h2(x, training=training, mask=mask)
        return self.h3(x, training=training, mask=mask)
