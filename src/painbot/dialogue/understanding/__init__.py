"""The words of a typed text: folded, split, spelt, counted, and found among wordings."""
