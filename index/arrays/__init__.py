"""Whoosh segments kept as flat, memory-mapped arrays: a codec on Whoosh's own extension points (README.md here)."""
