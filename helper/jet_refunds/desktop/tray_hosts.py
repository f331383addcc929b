"""Is anybody there to show an icon? The two ways of a Linux desktop."""

from __future__ import annotations

from contextlib import closing

WATCHER = "org.kde.StatusNotifierWatcher"
BUS_SECONDS = 2.0


def xembed() -> bool:
    """True when a window owns the tray of the default screen (freedesktop.org, System Tray Protocol)."""
    from Xlib.display import Display
    from Xlib.error import DisplayError, XError

    try:
        with closing(Display()) as display:
            tray = display.intern_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}")
            return bool(display.get_selection_owner(tray))
    except (DisplayError, XError, OSError):
        return False


def status_notifier() -> bool:
    """True when a panel shows status notifiers (freedesktop.org, StatusNotifierItem).

    The watcher may be there without any panel, so its own word is asked for.
    """
    from jeepney import DBusAddress, DBusErrorResponse, Properties
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    watcher = DBusAddress("/StatusNotifierWatcher", bus_name=WATCHER, interface=WATCHER)
    try:
        with closing(open_dbus_connection("SESSION")) as bus:
            owned = bus.send_and_get_reply(message_bus.NameHasOwner(WATCHER), timeout=BUS_SECONDS)
            if not unwrap_msg(owned)[0]:
                return False
            question = Properties(watcher).get("IsStatusNotifierHostRegistered")
            return bool(unwrap_msg(bus.send_and_get_reply(question, timeout=BUS_SECONDS))[0][1])
    except (KeyError, OSError, ValueError, DBusErrorResponse):  # KeyError: the environment names no bus
        return False
