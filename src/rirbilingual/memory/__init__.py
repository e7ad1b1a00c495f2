"""The store: units, terms and quotations in one SQLite file, and words found in it."""
