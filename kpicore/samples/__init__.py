"""A small made-up creator to try everything with; marked as made up wherever it shows.

::

    sample_history(last_day: date, *, seed: int = SEED) -> History
    sample_events(last_day: date) -> tuple[SampleEvent, ...]   name, first, last, kind, lift,
                                                               account_id
    PLANTED: Planted                                           what is hidden in the numbers
"""
