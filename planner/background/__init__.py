"""The system's own schedulers, which start a reminder pass while the planner is closed."""
