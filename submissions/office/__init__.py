"""Files an office may put its own in the place of."""
