"""Schedules of projects: made backwards from a target, kept with what happened, planned anew."""
