"""The words and rules of the planner. Pure: no input or output, no clock, no random."""
