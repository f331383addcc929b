"""What tests share: documents that are valid, and the parts of a helper without its process."""
