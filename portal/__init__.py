"""The officers' door: links in letters, sign-in by a mailed code, the pages where answers are given and cases are read."""
