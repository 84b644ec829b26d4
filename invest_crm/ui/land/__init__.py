"""Land and plants: list, record panel, form, what fits which project, demand against supply."""
