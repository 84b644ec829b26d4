"""挂图作战: schedules of projects as a Gantt wall, edited on its handles and in a form beside it."""
