"""联审: sheets of projects, opinions of departments, conditions as tasks, who has not answered."""
