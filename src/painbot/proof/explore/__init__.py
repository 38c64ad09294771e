"""Every conversation of a library, merged where nothing that is still looked at differs."""
