# Auslastung der Werkstatt: Formen der LSTM-Tensoren
import torch
from torch import nn

schritte, stapel, merkmale, breite = 48, 10, 7, 20

netz = nn.LSTM(merkmale, breite)
x = torch.zeros(schritte, stapel, merkmale)   # Eingabe: (Schritte, Stapel, Merkmale)

aus, (h, c) = netz(x)                         # Ausgabe: (48, 10, 20)
assert aus.shape == (schritte, stapel, breite)
assert h.shape == c.shape == (1, stapel, breite)

kopf = nn.Linear(breite, 24)
vorhersage = kopf(aus[-1])                    # (10, 24), ein Wert je Stunde
