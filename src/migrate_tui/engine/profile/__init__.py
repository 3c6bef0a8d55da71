"""A plan made from a real source: every value is looked at, every choice is said."""
