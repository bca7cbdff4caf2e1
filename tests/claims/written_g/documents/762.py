import tensorflow as tf

BATCH, STEPS, WORDS, UNITS = 32, 14, 4000, 512
table = tf.keras.layers.Embedding(WORDS, 128)
gru = tf.keras.layers.GRU(UNITS, return_sequences=True, return_state=True)

ids = tf.zeros((BATCH, STEPS), dtype=tf.int32)
sample_output, sample_hidden = gru(table(ids))
print('Encoder output shape: (batch size, sequence length, units) {}'.format(sample_output.shape))
print('Encoder Hidden state shape: (batch size, units) {}'.format(sample_hidden.shape))
