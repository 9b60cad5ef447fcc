"""Has this been answered before? Earlier question-answers ranked by meaning, words, functions and names."""
