"""Forms of the gated space: an action in five minutes, the sheet of a structure, a word to the animation."""
