"""Goals: targets with a deadline, proposals, the check against the forecast, and their wording."""
