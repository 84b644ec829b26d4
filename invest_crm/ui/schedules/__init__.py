"""挂图作战: schedules of projects as a Gantt wall, edited on handles and in a form beside it."""
