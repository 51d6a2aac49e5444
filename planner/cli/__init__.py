"""The command line. Standard output is data, standard error is narration."""
