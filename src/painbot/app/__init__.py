"""Where everything is put together: settings, flow files, store, service and a platform."""

from painbot.app.files import NoFlowFiles, load_library

__all__ = ["NoFlowFiles", "load_library"]
