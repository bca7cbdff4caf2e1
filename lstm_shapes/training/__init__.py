"""The letter model of `train-demo`: its data, its shapes, and how it learns."""
