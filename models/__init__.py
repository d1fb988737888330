"""The records: the nouns of the office, with their own rules as methods."""
