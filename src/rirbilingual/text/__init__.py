"""What a report's text is made of: text in, spans and values out. Pure."""

# Texts whose finds are kept: several rooms look into each text of a report, one after the other.
KEPT = 20_000
