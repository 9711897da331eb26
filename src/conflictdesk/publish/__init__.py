"""What leaves the desk: exports that say what is machine output, whose word it is, and no more than they should."""
