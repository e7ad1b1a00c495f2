"""What a report's text is made of: text in, spans and values out. Pure."""
