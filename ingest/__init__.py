"""From a published file to a disclosure: extract its text, read it, check it, store it."""
