"""Short stories of people, played through the real engine, as published studies score such bots."""

from painbot.proof.vignettes.play import PlayedVignette, play_vignette, play_vignettes
from painbot.proof.vignettes.read import Vignette, read_vignettes

__all__ = ["PlayedVignette", "Vignette", "play_vignette", "play_vignettes", "read_vignettes"]
