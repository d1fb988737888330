"""Word forms of the official papers, and the script that makes them."""
