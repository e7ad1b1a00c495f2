"""Segments and a memory's sources to ranked matches: tokens, the score, the index, leverage."""
