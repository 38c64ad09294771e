"""What happens in one turn: pure, from a session and an event to a session and replies."""
