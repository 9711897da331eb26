"""Reports in: files, feeds, and the catalog of sources."""
