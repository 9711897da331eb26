"""What the pages show, computed from records: a module for each page. Nothing here speaks HTML, HTTP or SQL."""
