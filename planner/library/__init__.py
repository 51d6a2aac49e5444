"""Templates in and out of files."""
