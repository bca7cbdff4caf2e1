"""Attacks on the whole tool: random input of every kind, and the laws that hold of whatever comes out.

`python -m tests.attack --minutes 30 --seed 1 [--only NAME]` tries all of them in turn. What breaks a law is made small,
saved, and becomes a case of the suite.
"""
