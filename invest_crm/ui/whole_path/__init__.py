"""The whole path of a project as one picture."""
