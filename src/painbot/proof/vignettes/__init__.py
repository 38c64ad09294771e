"""Short stories of people, played through the real engine, as published studies score such bots."""

from painbot.proof.vignettes.play import PlayedVignette, play_vignettes

__all__ = ["PlayedVignette", "play_vignettes"]
