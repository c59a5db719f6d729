"""Charts: functions from ready frames to Altair charts, and the sentence that goes with each."""
