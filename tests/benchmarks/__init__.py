"""Timings, as ratios of whole processes measured in turn in one run; not part of the suite."""
