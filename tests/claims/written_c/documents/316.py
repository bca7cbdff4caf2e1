# Sequence-to-sequence with Keras: shapes of the encoder
from tensorflow import keras
from tensorflow.keras import layers

batch, steps, width, units = 64, 17, 32, 128

inputs = keras.Input(shape=(steps, width), batch_size=batch)
lstm = layers.LSTM(units, return_sequences=True, return_state=True)
output, state_h, state_c = lstm(inputs)

print("output.shape:", output.shape)    # (64, 17, 128)
print("state_h.shape:", state_h.shape)  # (64, 128)  batch, units
print("state_c.shape:", state_c.shape)  # (64, 128)
