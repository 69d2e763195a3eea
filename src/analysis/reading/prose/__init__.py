"""Prose → figures: sentences, what each figure in them is said of, when it is of, what it states."""
