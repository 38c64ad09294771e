"""painbot: from "my hip hurts" to a clear, honest next step."""

__version__ = "0.1.0"
