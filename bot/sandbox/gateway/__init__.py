"""The gateway: sessions of bots, and the sockets they hold them over."""
