"""Where everything is put together: settings, flow files, store, service and a platform."""

from painbot.app.files import NoFlowFiles, load_library
from painbot.app.running import CannotServe

__all__ = ["CannotServe", "NoFlowFiles", "load_library"]
