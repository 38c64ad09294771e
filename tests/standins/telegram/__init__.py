"""A stand-in for Telegram's Bot API: strict, with people in it, and with faults on demand."""

from tests.standins.faults import Call, Fault

from .api import BotApi
from .chats import Button, Shown
from .people import Group, Person
from .webhook import Delivery, Webhook

__all__ = ["BotApi", "Button", "Call", "Delivery", "Fault", "Group", "Person", "Shown", "Webhook"]
