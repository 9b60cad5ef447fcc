"""What should perhaps not be public: checks on the text of a document."""
