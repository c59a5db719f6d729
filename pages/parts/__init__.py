"""What the pages share: the way in, the state of a session, loaders, pickers, cards, downloads."""
