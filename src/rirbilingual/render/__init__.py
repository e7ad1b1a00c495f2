"""Pairs to bytes: the two pages, the pair side by side, the indexes, the alignment report. Pure."""
