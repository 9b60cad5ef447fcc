"""Where published files come from: folders walked in a fixed order, and the files of one answer kept together."""
