"""Pages to the world: both languages or neither."""
