"""A screen for each stage of the way, and those beside it."""
