"""Channels that raise notifications: the only room that knows plyer."""
