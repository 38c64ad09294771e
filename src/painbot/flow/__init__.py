"""What operators write: the flow language, read, checked and compiled into a Library."""
