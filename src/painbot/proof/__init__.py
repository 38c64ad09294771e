"""What is shown to be true of conversations: transcripts that operators write and replay."""
