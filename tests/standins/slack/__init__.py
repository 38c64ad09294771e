"""A stand-in for Slack: strict, with workspaces and people in it, and with faults on demand."""

from tests.standins.faults import Call, Fault

from .api import SlackApi
from .delivering import Delivery, Envelope, signed, written
from .people import Channel, Person
from .screens import Button, Shown
from .world import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, Team

__all__ = ["APP_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "Button", "Call"]
__all__ += ["Channel", "Delivery", "Envelope", "Fault", "Person", "Shown", "SlackApi", "Team"]
__all__ += ["signed", "written"]
