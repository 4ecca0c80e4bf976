"""Channels: how messages travel. Adapters behind one interface; knows no case."""
