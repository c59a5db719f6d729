"""The screens of Goalpost, one script each; what they share is in `pages.parts`."""
