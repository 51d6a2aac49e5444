"""Speed as ratios, side by side in one run. Nothing here ever fails a test: the numbers are for reading."""
